package evpose.events;

/**
 * One grey picture of one camera. Immutable by agreement: the pixels are handed over and handed out
 * without a copy. Everything is checked here, so whoever holds a frame holds a valid one.
 */
public final class CameraFrame {
  /** Most pixels of a frame: 1920 x 1080 and some. */
  public static final int MAX_PIXELS = 1 << 21;

  private final String rig;
  private final String camera;
  private final int width;
  private final int height;
  private final long sequence;
  private final long openMicros;
  private final long closeMicros;
  private final byte[] pixels; // [height][width] grey level, unsigned, 0 black

  /**
   * A frame around pixels that the caller gives away.
   *
   * @param sequence ascending for each camera
   * @param openMicros when its shutter opened, data time of the rig's packets
   * @param closeMicros when it closed
   * @param pixels grey levels, unsigned, [height][width], row 0 at the top
   * @throws IllegalArgumentException naming the rule and the value, if any is broken
   */
  public CameraFrame(
      String rig,
      String camera,
      int width,
      int height,
      long sequence,
      long openMicros,
      long closeMicros,
      byte[] pixels) {
    this.rig = EventPacket.checkName("rig", rig);
    this.camera = EventPacket.checkName("camera", camera);
    SensorGeometry geometry = new SensorGeometry(width, height);
    this.width = geometry.width();
    this.height = geometry.height();
    this.sequence = sequence;
    this.openMicros = openMicros;
    this.closeMicros = closeMicros;
    this.pixels = pixels;
    require(sequence >= 0, "sequence must not be negative: sequence=" + sequence);
    require(
        openMicros >= 0
            && closeMicros > openMicros
            && closeMicros - openMicros <= EventPacket.MAX_INTERVAL_MICROS
            && closeMicros <= EventPacket.MAX_MICROS,
        "a shutter is open in [open, close), 0 <= open < close, at most 60 s: openMicros="
            + openMicros
            + ", closeMicros="
            + closeMicros);
    require(
        pixels.length == (long) width * height && pixels.length <= MAX_PIXELS,
        "a frame has width x height pixels, at most "
            + MAX_PIXELS
            + ": width="
            + width
            + ", height="
            + height
            + ", pixels="
            + pixels.length);
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
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

  public long sequence() {
    return sequence;
  }

  public long openMicros() {
    return openMicros;
  }

  public long closeMicros() {
    return closeMicros;
  }

  /** Grey levels; not to be written to. */
  public byte[] pixels() {
    return pixels;
  }

  @Override
  public String toString() {
    return rig
        + "/"
        + camera
        + " frame #"
        + sequence
        + " ["
        + openMicros
        + ", "
        + closeMicros
        + ") "
        + width
        + "x"
        + height;
  }
}
