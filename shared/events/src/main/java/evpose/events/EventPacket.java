package evpose.events;

import org.jspecify.annotations.Nullable;

/**
 * What one camera saw in one interval of data time; the unit that travels. Self-contained: an
 * absolute begin and an offset for each event. An empty packet is a heartbeat: it says that nothing
 * happened in [begin, end).
 *
 * <p>Immutable by agreement: the arrays are handed over and handed out without a copy, nobody
 * writes to them afterwards. Everything is checked here, so whoever holds a packet holds a valid
 * one.
 */
public final class EventPacket {
  /** Most events in one packet; keeps its bytes (9 an event) well under 1 MiB. */
  public static final int MAX_EVENTS = 65_536;

  /** Longest interval of one packet, microseconds. */
  public static final long MAX_INTERVAL_MICROS = 60_000_000;

  /** Last moment of data time, 146 000 years: sums of times below it never overflow. */
  public static final long MAX_MICROS = (1L << 62) - 1;

  private static final int MAX_NAME_LENGTH = 64;

  private final String rig;
  private final String camera;
  private final int width;
  private final int height;
  private final long sequence;
  private final long beginMicros;
  private final long endMicros;
  private final long droppedBefore;
  private final short[] x; // [size] column, unsigned
  private final short[] y; // [size] row, unsigned
  private final int[] dtMicros; // [size] from beginMicros, non-decreasing
  private final byte[] polarity; // [size] 1 ON, 0 OFF
  private final @Nullable FrameRef frame;

  /** A packet that names no frame. */
  public EventPacket(
      String rig,
      String camera,
      int width,
      int height,
      long sequence,
      long beginMicros,
      long endMicros,
      long droppedBefore,
      short[] x,
      short[] y,
      int[] dtMicros,
      byte[] polarity) {
    this(
        rig,
        camera,
        width,
        height,
        sequence,
        beginMicros,
        endMicros,
        droppedBefore,
        x,
        y,
        dtMicros,
        polarity,
        null);
  }

  /**
   * A packet around arrays that the caller gives away.
   *
   * @param sequence consecutive for each camera; a hole is a lost packet
   * @param beginMicros first moment covered, data time
   * @param endMicros first moment not covered any more
   * @param droppedBefore events that the sender knows it lost between the packet before and this
   *     one
   * @param frame the newest one whose shutter closed in (begin, end]; null for none
   * @throws IllegalArgumentException naming the rule and the value, if any is broken
   */
  public EventPacket(
      String rig,
      String camera,
      int width,
      int height,
      long sequence,
      long beginMicros,
      long endMicros,
      long droppedBefore,
      short[] x,
      short[] y,
      int[] dtMicros,
      byte[] polarity,
      @Nullable FrameRef frame) {
    this.rig = checkName("rig", rig);
    this.camera = checkName("camera", camera);
    SensorGeometry geometry = new SensorGeometry(width, height);
    this.width = geometry.width();
    this.height = geometry.height();
    this.sequence = sequence;
    this.beginMicros = beginMicros;
    this.endMicros = endMicros;
    this.droppedBefore = droppedBefore;
    this.x = x;
    this.y = y;
    this.dtMicros = dtMicros;
    this.polarity = polarity;
    this.frame = frame;
    checkCover();
    checkEvents();
  }

  /** As {@code [A-Za-z0-9._-]{1,64}}, without the matchers that every packet would pay for. */
  private static boolean isName(String name) {
    boolean valid = !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      valid =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
    }
    return valid;
  }

  static String checkName(String what, String name) {
    if (!isName(name)) {
      String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
      throw new IllegalArgumentException(
          what
              + " must be 1 to 64 of A-Z a-z 0-9 . _ -: "
              + what
              + "="
              + shown.replaceAll("\\p{Cntrl}", "?"));
    }
    return name;
  }

  /** Words are put together only for a rule that is broken: this runs for every packet. */
  private void checkCover() {
    if (sequence < 0) {
      throw broken("sequence must not be negative: sequence=" + sequence);
    }
    if (droppedBefore < 0) {
      throw broken("droppedBefore must not be negative: droppedBefore=" + droppedBefore);
    }
    if (beginMicros < 0
        || endMicros < beginMicros
        || endMicros - beginMicros > MAX_INTERVAL_MICROS) {
      throw broken(
          "a packet covers [begin, end), 0 <= begin <= end, at most 60 s: beginMicros="
              + beginMicros
              + ", endMicros="
              + endMicros);
    }
    if (endMicros > MAX_MICROS) {
      throw broken("data time ends at " + MAX_MICROS + " microseconds: endMicros=" + endMicros);
    }
    if (x.length != y.length || x.length != dtMicros.length || x.length != polarity.length) {
      throw broken(
          "x, y, dt and polarity must have the same length: x="
              + x.length
              + ", y="
              + y.length
              + ", dt="
              + dtMicros.length
              + ", polarity="
              + polarity.length);
    }
    if (frame != null && (frame.closeMicros() <= beginMicros || frame.closeMicros() > endMicros)) {
      throw broken(
          "a packet names a frame whose shutter closed in (begin, end]: closeMicros="
              + frame.closeMicros()
              + ", beginMicros="
              + beginMicros
              + ", endMicros="
              + endMicros);
    }
    if (x.length > MAX_EVENTS) {
      throw broken("a packet holds at most " + MAX_EVENTS + " events: size=" + x.length);
    }
  }

  private void checkEvents() {
    long interval = endMicros - beginMicros;
    int last = 0;
    for (int i = 0; i < x.length; i++) {
      boolean inside = x(i) < width && y(i) < height;
      boolean timely = dtMicros[i] >= last && dtMicros[i] < interval;
      boolean binary = (polarity[i] & ~1) == 0;
      if (!(inside && timely && binary)) {
        throw new IllegalArgumentException(describeBrokenEvent(i, last));
      }
      last = dtMicros[i];
    }
  }

  private String describeBrokenEvent(int i, int last) {
    if (x(i) >= width || y(i) >= height) {
      return "event "
          + i
          + " lies outside the sensor: x="
          + x(i)
          + ", y="
          + y(i)
          + ", sensor="
          + geometry();
    }
    if (dtMicros[i] < last) {
      return "event "
          + i
          + " is older than the one before it: dt="
          + dtMicros[i]
          + ", before="
          + last;
    }
    if (dtMicros[i] >= endMicros - beginMicros) {
      return "event "
          + i
          + " lies after the packet's end: dt="
          + dtMicros[i]
          + ", interval="
          + (endMicros - beginMicros);
    }
    return "event " + i + " has a polarity other than 0 or 1: polarity=" + polarity[i];
  }

  private static IllegalArgumentException broken(String message) {
    return new IllegalArgumentException(message);
  }

  public String rig() {
    return rig;
  }

  public String camera() {
    return camera;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public SensorGeometry geometry() {
    return new SensorGeometry(width, height);
  }

  public long sequence() {
    return sequence;
  }

  public long beginMicros() {
    return beginMicros;
  }

  public long endMicros() {
    return endMicros;
  }

  public long droppedBefore() {
    return droppedBefore;
  }

  /** The newest frame whose shutter closed in (begin, end]; null for none. */
  public @Nullable FrameRef frame() {
    return frame;
  }

  /**
   * The same packet with another frame.
   *
   * @throws IllegalArgumentException when its shutter did not close in this packet
   */
  public EventPacket with(@Nullable FrameRef frame) {
    return new EventPacket(
        rig,
        camera,
        width,
        height,
        sequence,
        beginMicros,
        endMicros,
        droppedBefore,
        x,
        y,
        dtMicros,
        polarity,
        frame);
  }

  public int size() {
    return x.length;
  }

  public int x(int i) {
    return x[i] & 0xFFFF;
  }

  public int y(int i) {
    return y[i] & 0xFFFF;
  }

  /** Data time of event i, microseconds. */
  public long micros(int i) {
    return beginMicros + dtMicros[i];
  }

  public int polarity(int i) {
    return polarity[i];
  }

  /** Columns, unsigned; not to be written to. */
  public short[] xs() {
    return x;
  }

  /** Rows, unsigned; not to be written to. */
  public short[] ys() {
    return y;
  }

  /** Offsets from {@link #beginMicros()}; not to be written to. */
  public int[] dts() {
    return dtMicros;
  }

  /** Polarities; not to be written to. */
  public byte[] polarities() {
    return polarity;
  }

  @Override
  public String toString() {
    return rig
        + "/"
        + camera
        + " #"
        + sequence
        + " ["
        + beginMicros
        + ", "
        + endMicros
        + ") "
        + size()
        + " events";
  }
}
