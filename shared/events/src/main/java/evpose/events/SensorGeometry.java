package evpose.events;

/** Size of an event sensor in pixels. */
public record SensorGeometry(int width, int height) {
  public SensorGeometry {
    if (width < 1 || width > 65_536 || height < 1 || height > 65_536) {
      throw new IllegalArgumentException(
          "sensor sides must be in [1, 65536] pixels: width=" + width + ", height=" + height);
    }
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
