package evpose.simulation.sensor;

/** One grey picture of a camera and when it was taken. The same object serves many pictures. */
public final class GreyFrame {
  private final int width;
  private final int height;
  private final byte[] pixels;
  private long beginMicros;
  private long endMicros;

  GreyFrame(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new byte[width * height];
  }

  void stamp(long beginMicros, long endMicros) {
    this.beginMicros = beginMicros;
    this.endMicros = endMicros;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Grey levels 0 to 255, unsigned, [height][width], row 0 at the top; the live array. */
  public byte[] pixels() {
    return pixels;
  }

  /** When the shutter opened, microseconds of data time. */
  public long beginMicros() {
    return beginMicros;
  }

  /** When it closed. */
  public long endMicros() {
    return endMicros;
  }
}
