package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import org.junit.jupiter.api.Test;

class PacketLedgerTest {
  private static final long STEP = 10_000;
  private final PacketLedger ledger = new PacketLedger();

  @Test
  void holesAreMissingAndRepetitionsAreNot() {
    assertThat(publish(0, 0)).isTrue();
    assertThat(publish(0, 0)).isFalse();
    assertThat(publish(3, 3)).isTrue();
    assertThat(ledger.missing()).isEqualTo(2);
    ledger.consumed(1, STEP);
    ledger.consumed(1, 4 * STEP);
    assertThat(ledger.inFlight()).isZero();
  }

  @Test
  void aPublisherThatCountsAnewWhileTimeGoesOnLosesNothing() {
    publish(500, 0);
    assertThat(publish(0, 1)).isTrue();
    assertThat(publish(1, 2)).isTrue();
    ledger.consumed(3, 3 * STEP);
    assertThat(ledger.missing()).isZero();
    assertThat(ledger.inFlight()).isZero();
  }

  @Test
  void whoBeginsAnewIsFollowedAfterEightAndAllEightCount() {
    long far = 5_000;
    publish(0, far);
    for (int i = 0; i < 7; i++) {
      assertThat(publish(i, i)).isFalse();
    }
    assertThat(publish(7, 7)).isTrue();
    ledger.consumed(1, (far + 1) * STEP);
    ledger.consumed(8, 8 * STEP);
    assertThat(ledger.published()).isEqualTo(9);
    assertThat(ledger.missing()).isZero();
    assertThat(ledger.inFlight()).isZero();
  }

  @Test
  void aSecondPublisherFarBehindIsLeftOutAndNoLoss() {
    for (int i = 0; i < 20; i++) {
      assertThat(publish(i, 5_000 + i)).isTrue();
      assertThat(publish(i, i)).isFalse();
    }
    ledger.consumed(20, 6_000 * STEP);
    assertThat(ledger.missing()).isZero();
    assertThat(ledger.inFlight()).isZero();
  }

  @Test
  void packetsOfStepsThatWereGivenUpAreNeitherLostNorOnTheirWay() {
    for (int i = 0; i < 10; i++) {
      publish(i, i);
    }
    ledger.consumed(1, STEP);
    ledger.shed(STEP, 6 * STEP);
    assertThat(ledger.inFlight()).isEqualTo(4);
    ledger.consumed(1, 7 * STEP);
    assertThat(ledger.inFlight()).isEqualTo(3);
    ledger.shed(7 * STEP, 12 * STEP); // said before the last two of them came
    publish(10, 10);
    publish(11, 11);
    assertThat(ledger.inFlight()).isZero();
    publish(12, 12);
    assertThat(ledger.inFlight()).isEqualTo(1);
    assertThat(ledger.missing()).isZero();
  }

  private boolean publish(long sequence, long step) {
    return ledger.published(packet(sequence, step * STEP));
  }

  /** An empty packet of one step. */
  static EventPacket packet(long sequence, long beginMicros) {
    return new EventPacket(
        "r",
        "c",
        8,
        8,
        sequence,
        beginMicros,
        beginMicros + STEP,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }
}
