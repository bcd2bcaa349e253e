package evpose.cli.compare;

import evpose.camera.service.CameraReplay;
import evpose.events.EventPacket;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A rig's packets from the log, second by second of data time, so that no partition runs ahead of
 * the others and little is held. Not thread-safe.
 */
final class PacketRounds {
  private static final long ROUND_MICROS = 1_000_000;

  /** Takes packets and rests. */
  interface Taker {
    void packet(int partition, EventPacket packet);

    /** All partitions have come to the same moment. */
    void roundEnds(long done, long all);
  }

  private static final class Lane {
    final LogScan.Range range;
    long next;
    long waitsAtMicros;
    boolean atEnd;

    Lane(LogScan.Range range) {
      this.range = range;
      next = range.begin();
    }
  }

  private final RigMessage rig;
  private final LogScan scan;
  private final List<Lane> lanes = new ArrayList<>();

  PacketRounds(RigMessage rig, LogScan scan) {
    this.rig = rig;
    this.scan = scan;
    Set<Integer> used =
        rig.cameras().stream().map(RigCamera::eventsPartition).collect(Collectors.toSet());
    for (LogScan.Range range : scan.ranges(Topics.EVENTS)) {
      if (used.contains(range.partition().partition())) {
        lanes.add(new Lane(range));
      }
    }
  }

  /**
   * Reads to where the log ended when this was made.
   *
   * @param fromMicros packets that end before this moment of data time are left out
   * @param toMicros and those that begin at or after this one
   */
  void read(long fromMicros, long toMicros, Taker taker) {
    long all = lanes.stream().mapToLong(l -> l.range.size()).sum();
    lanes.forEach(lane -> lane.atEnd = lane.range.size() == 0);
    long until = first(fromMicros);
    while (lanes.stream().anyMatch(l -> !l.atEnd) && until < toMicros) {
      until = Math.min(toMicros, until + ROUND_MICROS);
      for (Lane lane : lanes) {
        read(lane, fromMicros, until, taker);
      }
      until = Math.max(until, nearest()); // nobody counts the seconds of a gap
      taker.roundEnds(lanes.stream().mapToLong(l -> l.next - l.range.begin()).sum(), all);
    }
  }

  /** The moment that the first of the lanes waits at. */
  private long nearest() {
    return lanes.stream().filter(l -> !l.atEnd).mapToLong(l -> l.waitsAtMicros).min().orElse(0);
  }

  /** Where data time begins: the first packet of any lane that is not left out. */
  private long first(long fromMicros) {
    long[] first = {Long.MAX_VALUE};
    for (Lane lane : lanes) {
      scan.read(
          lane.range,
          record -> {
            EventPacket packet = packet(record);
            if (packet == null || packet.endMicros() <= fromMicros) {
              lane.next = record.offset() + 1;
              return true;
            }
            first[0] = Math.min(first[0], packet.beginMicros());
            return false;
          });
    }
    return first[0];
  }

  private void read(Lane lane, long fromMicros, long until, Taker taker) {
    if (lane.atEnd) {
      return;
    }
    boolean[] reached = {false};
    scan.read(
        new LogScan.Range(lane.range.partition(), lane.next, lane.range.end()),
        record -> {
          EventPacket packet = packet(record);
          if (packet != null && packet.beginMicros() >= until) {
            reached[0] = true;
            lane.waitsAtMicros = packet.beginMicros();
            return false;
          }
          lane.next = record.offset() + 1;
          if (packet != null && packet.endMicros() > fromMicros) {
            taker.packet(lane.range.partition().partition(), packet);
          }
          return true;
        });
    lane.atEnd = !reached[0];
  }

  private @org.jspecify.annotations.Nullable EventPacket packet(
      ConsumerRecord<byte[], byte[]> record) {
    try {
      EventPacket packet = CameraReplay.decode(record.value());
      return packet.rig().equals(rig.rig()) ? packet : null;
    } catch (MalformedMessageException e) {
      return null; // services set it aside, too
    }
  }
}
