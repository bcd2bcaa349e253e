package evpose.metrics.service.live;

import evpose.events.EventPacket;
import java.util.ArrayDeque;

/** The newest packets of one camera, enough for one picture. Not thread-safe. */
final class EventTail {
  private static final long SHOWN_MICROS = 30_000;
  private static final int MAX_PACKETS = 64;

  private final ArrayDeque<EventPacket> packets = new ArrayDeque<>();

  void add(EventPacket packet) {
    packets.addLast(packet);
    long from = packet.endMicros() - SHOWN_MICROS;
    while (packets.size() > MAX_PACKETS || packets.getFirst().endMicros() <= from) {
      if (packets.size() == 1) {
        return; // the newest stays, however long it is
      }
      packets.removeFirst();
    }
  }

  /**
   * Events of the last 30 ms of data time, evenly thinned out.
   *
   * @param most how many at most
   * @return each (row · width + column) · 2 + polarity
   */
  int[] sample(int most) {
    if (packets.isEmpty()) {
      return new int[0];
    }
    long from = packets.getLast().endMicros() - SHOWN_MICROS;
    int shown = 0;
    for (EventPacket packet : packets) {
      shown += packet.size() - firstAfter(packet, from);
    }
    int stride = Math.max(1, (shown + most - 1) / most);
    int[] sample = new int[(shown + stride - 1) / stride];
    int seen = 0;
    int n = 0;
    for (EventPacket packet : packets) {
      for (int i = firstAfter(packet, from); i < packet.size(); i++, seen++) {
        if (seen % stride == 0) {
          sample[n++] = (packet.y(i) * packet.width() + packet.x(i)) * 2 + packet.polarity(i);
        }
      }
    }
    return sample;
  }

  private static int firstAfter(EventPacket packet, long micros) {
    int low = 0;
    int high = packet.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (packet.micros(middle) < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
