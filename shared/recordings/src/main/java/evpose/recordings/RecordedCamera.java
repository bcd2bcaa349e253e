package evpose.recordings;

import evpose.events.SensorGeometry;
import java.util.regex.Pattern;

/**
 * A camera of a recording.
 *
 * @param id its name, unique in the file; 1 to 64 of A-Z a-z 0-9 . _ - as in event packets
 * @param width of the sensor, pixels
 * @param height of the sensor, pixels
 */
public record RecordedCamera(String id, int width, int height) {
  private static final int LONGEST_ID = 64;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public RecordedCamera {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "camera must be 1 to 64 of A-Z a-z 0-9 . _ -: camera=" + id);
    }
    new SensorGeometry(width, height);
  }

  /** The sensor's size. */
  public SensorGeometry sensor() {
    return new SensorGeometry(width, height);
  }

  /** A name from a file, made fit for an id: other characters become '_', the end is cut. */
  public static String idFrom(String name) {
    String fit = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return fit.length() <= LONGEST_ID ? fit : fit.substring(0, LONGEST_ID);
  }
}
