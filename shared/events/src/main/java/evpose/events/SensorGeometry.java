package evpose.events;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Size of an event sensor in pixels. */
public record SensorGeometry(int width, int height) {
  public SensorGeometry {
    if (width < 1 || width > 65_536 || height < 1 || height > 65_536) {
      throw new IllegalArgumentException(
          "sensor sides must be in [1, 65536] pixels: width=" + width + ", height=" + height);
    }
  }

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

  /**
   * Reads a size as people write it.
   *
   * @throws IllegalArgumentException when it is none; one line
   */
  public static SensorGeometry parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException("a size must look like 640x480: size=" + text);
    }
    return new SensorGeometry(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
