package evpose.events.window;

import evpose.events.FrameRef;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events of one camera in one closed step, in time order. Reused by {@link StepSlicer} for the
 * next step: whoever keeps them copies them. Not thread-safe.
 */
public final class StepEvents {
  /** Most events of a step; a camera at 100 M events a second has as many in 10 ms. */
  public static final int MAX_EVENTS = 1 << 20;

  private long step;
  private short[] x = new short[1024];
  private short[] y = new short[1024];
  private byte[] polarity = new byte[1024];
  private long[] micros = new long[1024];
  private int size;
  private int packets;
  private long missing;
  private @Nullable FrameRef frame;

  void open(long step) {
    this.step = step;
    size = 0;
    packets = 0;
    missing = 0;
    frame = null;
  }

  /** Whether there was room for it. */
  boolean add(int x, int y, long micros, int polarity) {
    if (size == MAX_EVENTS) {
      return false;
    }
    if (size == this.x.length) {
      int capacity = 2 * size;
      this.x = Arrays.copyOf(this.x, capacity);
      this.y = Arrays.copyOf(this.y, capacity);
      this.polarity = Arrays.copyOf(this.polarity, capacity);
      this.micros = Arrays.copyOf(this.micros, capacity);
    }
    this.x[size] = (short) x;
    this.y[size] = (short) y;
    this.micros[size] = micros;
    this.polarity[size] = (byte) polarity;
    size++;
    return true;
  }

  /** The newest one counts. */
  void frame(FrameRef closed) {
    if (frame == null || closed.closeMicros() >= frame.closeMicros()) {
      frame = closed;
    }
  }

  void countPacket() {
    packets++;
  }

  void countMissing(long packets) {
    missing = saturated(missing, packets);
  }

  /** The sum of two counts; publishers' numbers can add up to more than there are. */
  static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** Index on the rig's time grid. */
  public long step() {
    return step;
  }

  public int size() {
    return size;
  }

  public int x(int i) {
    return x[i] & 0xFFFF;
  }

  public int y(int i) {
    return y[i] & 0xFFFF;
  }

  public int polarity(int i) {
    return polarity[i];
  }

  /** Data time of event i, microseconds. */
  public long micros(int i) {
    return micros[i];
  }

  /** Packets that ended in this step. */
  public int packets() {
    return packets;
  }

  /** Packets that are known to be missing (holes in the sequence) since the step before. */
  public long missing() {
    return missing;
  }

  /** The newest frame whose shutter closed in (begin, end] of this step; null for none. */
  public @Nullable FrameRef frame() {
    return frame;
  }
}
