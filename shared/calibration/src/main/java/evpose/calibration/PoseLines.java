package evpose.calibration;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.pose.Joints2d;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Recorded 2D poses: a Pose2d a line, as on topic {@code poses-2d}. */
public final class PoseLines {
  private static final int MOST_STEPS = 120_000;

  private PoseLines() {}

  /**
   * Reads the views of cameras; other cameras' lines are passed over, shed ones too.
   *
   * @param cameras their names, in order
   * @throws IOException if the file cannot be read, a line is no pose, or a camera has none
   */
  public static Views read(Path file, List<String> cameras) throws IOException {
    TreeMap<Long, List<Joints2d>> steps = new TreeMap<>();
    int[] seen = new int[cameras.size()];
    long stepMicros = 0;
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null && steps.size() <= MOST_STEPS) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        Pose2dMessage pose =
            Json.decode(line.getBytes(StandardCharsets.UTF_8), Pose2dMessage.class);
        int camera = cameras.indexOf(pose.camera());
        if (camera < 0 || pose.isShed()) {
          continue;
        }
        if (stepMicros != 0 && stepMicros != pose.stepMicros()) {
          throw new IOException(
              file
                  + ", line "
                  + number
                  + ": all poses lie on one grid: stepMicros="
                  + pose.stepMicros());
        }
        stepMicros = pose.stepMicros();
        pose.toJoints(steps.computeIfAbsent(pose.step(), s -> nothing(cameras.size())).get(camera));
        seen[camera]++;
      }
    } catch (MalformedMessageException e) {
      throw new IOException(file + ", line " + number + ": no Pose2d: " + e.getMessage(), e);
    }
    for (int c = 0; c < seen.length; c++) {
      if (seen[c] == 0) {
        throw new IOException(file + ": has no poses of this camera: camera=" + cameras.get(c));
      }
    }
    return new Views(stepMicros, whole(steps, cameras.size()));
  }

  /** With steps that nobody spoke of, so that neighbours are neighbours in time. */
  private static List<List<Joints2d>> whole(TreeMap<Long, List<Joints2d>> steps, int cameras) {
    List<List<Joints2d>> whole = new ArrayList<>();
    long next = steps.firstKey();
    for (var step : steps.entrySet()) {
      for (; next < step.getKey() && whole.size() < MOST_STEPS; next++) {
        whole.add(nothing(cameras));
      }
      whole.add(step.getValue());
      next = step.getKey() + 1;
    }
    return whole;
  }

  private static List<Joints2d> nothing(int cameras) {
    List<Joints2d> views = new ArrayList<>();
    for (int c = 0; c < cameras; c++) {
      views.add(new Joints2d());
    }
    return views;
  }
}
