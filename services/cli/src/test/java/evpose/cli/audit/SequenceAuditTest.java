package evpose.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SequenceAuditTest {
  private final Findings gaps = new Findings();
  private final Findings notes = new Findings();
  private final SequenceAudit audit = new SequenceAudit("cam0", gaps, notes);
  private long offset;

  @Test
  void aWholeSequenceHasNoGap() {
    send(LongStream.range(0, 100).toArray());
    audit.finish();
    assertThat(gaps.isEmpty()).isTrue();
    assertThat(notes.isEmpty()).isTrue();
    assertThat(audit.report())
        .isEqualTo(new AuditReport.Camera("cam0", 100, 0, 99, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aHoleIsNamedWithThePacketThatShowedIt() {
    send(0, 1, 5);
    audit.finish();
    assertThat(gaps.kept())
        .singleElement()
        .hasToString("gap: events partition 3 offset 2, cam0, field sequence, expected=2 to 4");
    assertThat(audit.report().missing()).isEqualTo(3);
  }

  @Test
  void aHoleThatIsFilledLateIsNone() {
    send(0, 4, 2, 1, 3, 3);
    audit.finish();
    assertThat(gaps.isEmpty()).isTrue();
    assertThat(audit.report().missing()).isZero();
    assertThat(audit.report().overtaken()).isEqualTo(3);
    assertThat(audit.report().repeated()).isEqualTo(1);
    assertThat(notes.counts()).containsEntry("overtaken", 3L).containsEntry("duplicate", 1L);
  }

  @Test
  void aCameraThatReturnsAtZeroIsNotedAndItsOldHolesStay() {
    send(3000, 3002);
    send(LongStream.range(0, 20).toArray());
    audit.finish();
    assertThat(gaps.counts()).containsOnlyKeys("gap").containsEntry("gap", 1L);
    assertThat(audit.report().returned()).isEqualTo(1);
    assertThat(audit.report().aside()).isZero();
    assertThat(audit.report().lastSequence()).isEqualTo(19);
  }

  private void send(long... sequences) {
    for (long sequence : sequences) {
      long begin = sequence * 10_000;
      EventPacket packet =
          new EventPacket(
              "r",
              "cam0",
              8,
              8,
              sequence,
              begin,
              begin + 10_000,
              0,
              new short[0],
              new short[0],
              new int[0],
              new byte[0]);
      audit.accept(new ConsumerRecord<>("events", 3, offset++, new byte[0], new byte[0]), packet);
    }
  }
}
