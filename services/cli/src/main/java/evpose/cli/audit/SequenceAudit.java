package evpose.cli.audit;

import evpose.events.EventPacket;
import evpose.events.window.PacketOrder;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether one camera's sequence is complete, packet by packet of the log. Not thread-safe. */
final class SequenceAudit {
  /** More holes than these are counted, and not looked for among late packets. */
  private static final int MOST_HOLES = 10_000;

  private final String camera;
  private final Findings findings;
  private final Findings notes;
  private final PacketOrder order = new PacketOrder();
  private final TreeMap<Long, Hole> holes = new TreeMap<>(); // by the first number that is missing
  private long packets;
  private long firstSequence = -1;
  private long lastSequence = -1;
  private long missing;
  private long repeated;
  private long overtaken;
  private long renumbered;
  private long returned;
  private long aside;

  /**
   * Numbers that are missing.
   *
   * @param offset of the packet that showed it
   */
  private record Hole(long first, long last, int partition, long offset, String topic) {}

  /**
   * @param findings receives gaps
   * @param notes receives what is no fault of the log but should be known
   */
  SequenceAudit(String camera, Findings findings, Findings notes) {
    this.camera = camera;
    this.findings = findings;
    this.notes = notes;
  }

  /** Takes the camera's next packet. */
  void accept(ConsumerRecord<byte[], byte[]> record, EventPacket packet) {
    packets++;
    long sequence = packet.sequence();
    if (packet.droppedBefore() > 0) {
      note("dropped-by-sender", record, sequence);
    }
    firstSequence = firstSequence < 0 ? sequence : firstSequence;
    switch (order.place(packet)) {
      case NEXT -> {
        if (order.hole() > 0) {
          tear(record, sequence - order.hole(), sequence - 1);
        }
      }
      case REPEATED -> {
        if (mend(sequence)) {
          overtaken++;
          note("overtaken", record, sequence);
        } else {
          repeated++;
          note("duplicate", record, sequence);
        }
        return;
      }
      case RENUMBERED -> {
        renumbered++;
        beginAnew("renumbered", record, sequence);
      }
      case ASIDE -> {
        aside++;
        return;
      }
      case RETURNED -> {
        returned++;
        aside -= order.returned().size() - 1;
        beginAnew("returned", record, sequence);
        countHoles(record);
      }
    }
    lastSequence = sequence;
  }

  private void countHoles(ConsumerRecord<byte[], byte[]> record) {
    for (int i = 1; i < order.returned().size(); i++) {
      long before = order.returned().get(i - 1).sequence();
      long sequence = order.returned().get(i).sequence();
      if (sequence > before + 1) {
        tear(record, before + 1, sequence - 1);
      }
    }
  }

  private void tear(ConsumerRecord<byte[], byte[]> record, long first, long last) {
    missing += last - first + 1;
    Hole hole = new Hole(first, last, record.partition(), record.offset(), record.topic());
    if (holes.size() < MOST_HOLES) {
      holes.put(first, hole);
    } else {
      report(hole);
    }
  }

  /** Whether this number was missing; it no longer is. */
  private boolean mend(long sequence) {
    var at = holes.floorEntry(sequence);
    if (at == null || at.getValue().last < sequence) {
      return false;
    }
    Hole hole = at.getValue();
    holes.remove(hole.first);
    if (hole.first < sequence) {
      put(new Hole(hole.first, sequence - 1, hole.partition, hole.offset, hole.topic));
    }
    if (sequence < hole.last) {
      put(new Hole(sequence + 1, hole.last, hole.partition, hole.offset, hole.topic));
    }
    missing--;
    return true;
  }

  private void put(Hole hole) {
    holes.put(hole.first, hole);
  }

  private void beginAnew(String kind, ConsumerRecord<byte[], byte[]> record, long sequence) {
    note(kind, record, sequence);
    finish();
  }

  private void note(String kind, ConsumerRecord<byte[], byte[]> record, long sequence) {
    notes.add(
        new Finding(
            kind,
            record.topic(),
            record.partition(),
            record.offset(),
            camera + " sequence " + sequence,
            null,
            null,
            null));
  }

  /** Reports the holes that nobody filled. */
  void finish() {
    holes.values().forEach(this::report);
    holes.clear();
  }

  private void report(Hole hole) {
    findings.add(
        new Finding(
            "gap",
            hole.topic,
            hole.partition,
            hole.offset,
            camera,
            "sequence",
            null,
            hole.first == hole.last ? "" + hole.first : hole.first + " to " + hole.last));
  }

  /** What became of the camera's packets. */
  AuditReport.Camera report() {
    return new AuditReport.Camera(
        camera,
        packets,
        firstSequence,
        lastSequence,
        missing,
        repeated,
        overtaken,
        renumbered,
        returned,
        aside);
  }
}
