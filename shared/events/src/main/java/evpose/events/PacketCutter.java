package evpose.events;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the events of one camera into packets: consecutive sequence numbers, no hole in the covered
 * time, at most {@value #EVENTS_PER_PACKET} events each. An interval without events becomes an
 * empty packet, the heartbeat that closes time. Not thread-safe.
 */
public final class PacketCutter {
  /** Enough for a busy step of 10 ms, about 72 kB on the wire. */
  public static final int EVENTS_PER_PACKET = 8192;

  private final String rig;
  private final String camera;
  private final SensorGeometry sensor;
  private long sequence;

  public PacketCutter(String rig, String camera, SensorGeometry sensor, long firstSequence) {
    this.rig = rig;
    this.camera = camera;
    this.sensor = sensor;
    this.sequence = firstSequence;
  }

  /** The sequence number of the next packet. */
  public long nextSequence() {
    return sequence;
  }

  /**
   * Packets that cover [begin, end).
   *
   * @param events sorted by time, all inside [begin, end). Not modified.
   * @throws IllegalArgumentException when an event lies outside the interval or the order is broken
   */
  public List<EventPacket> cut(EventBuffer events, long beginMicros, long endMicros) {
    List<EventPacket> packets = new ArrayList<>(1);
    long begin = beginMicros;
    int from = 0;
    do {
      int to = Math.min(events.size(), from + EVENTS_PER_PACKET);
      if (to < events.size()) {
        // events of one microsecond stay together, so that intervals of packets do not overlap
        int back = to;
        while (back > from && events.micros(back - 1) == events.micros(to)) {
          back--;
        }
        to = back > from ? back : endOfMicrosecond(events, from);
      }
      long end = to < events.size() ? events.micros(to) : endMicros;
      packets.add(packet(events, from, to, begin, end));
      begin = end;
      from = to;
    } while (from < events.size());
    return packets;
  }

  private static int endOfMicrosecond(EventBuffer events, int from) {
    int to = from;
    while (to < events.size() && events.micros(to) == events.micros(from)) {
      to++;
    }
    return to;
  }

  private EventPacket packet(EventBuffer events, int from, int to, long begin, long end) {
    int size = to - from;
    short[] x = new short[size];
    short[] y = new short[size];
    int[] dtMicros = new int[size];
    byte[] polarity = new byte[size];
    for (int i = 0; i < size; i++) {
      x[i] = (short) events.x(from + i);
      y[i] = (short) events.y(from + i);
      dtMicros[i] = Math.toIntExact(events.micros(from + i) - begin);
      polarity[i] = (byte) events.polarity(from + i);
    }
    return new EventPacket(
        rig,
        camera,
        sensor.width(),
        sensor.height(),
        sequence++,
        begin,
        end,
        0,
        x,
        y,
        dtMicros,
        polarity);
  }
}
