package evpose.calibration;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recorded 2D poses: a Pose2d a line, as on topic {@code poses-2d}. */
public final class PoseLines {
  private PoseLines() {}

  /**
   * Reads the views of cameras; other cameras' lines are passed over, shed ones too.
   *
   * @param cameras their names, in order
   * @throws IOException if the file cannot be read, a line is no pose, or a camera has none
   */
  public static Views read(Path file, List<String> cameras) throws IOException {
    ViewsCollector collector = collect(file, cameras);
    try {
      return collector.views();
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static ViewsCollector collect(Path file, List<String> cameras) throws IOException {
    ViewsCollector collector = new ViewsCollector(cameras);
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null && !collector.full()) {
        number++;
        if (!line.isBlank()) {
          collector.take(Json.decode(line.getBytes(StandardCharsets.UTF_8), Pose2dMessage.class));
        }
      }
      return collector;
    } catch (MalformedMessageException e) {
      throw new IOException(file + ", line " + number + ": no Pose2d: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
    }
  }
}
