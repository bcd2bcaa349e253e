package evpose.exports;

import evpose.messages.Json;
import evpose.messages.Keypoint3d;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose3dMessage;
import evpose.pose.Skeleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The 13 joints of one rig's body, step after step, without holes between the steps.
 *
 * @param firstStep index of the first step on the rig's grid
 * @param frames [step][13][4] x, y, z in mm (z up) and confidence; NaN and 0 where missing; not to
 *     be written to
 */
public record PoseTrack(String rig, long stepMicros, long firstStep, List<double[][]> frames) {
  /** Ten hours at 100 Hz would not fit a C3D anyway. */
  private static final int MOST_FRAMES = 1_000_000;

  public PoseTrack {
    frames = List.copyOf(frames);
  }

  /** Frames a second. */
  public double rateHz() {
    return 1e6 / stepMicros;
  }

  /**
   * Reads recorded 3D poses: a Pose3d as JSON a line, as on topic {@code poses-3d}. Of a step the
   * highest revision counts; steps that nobody spoke of are missing.
   *
   * @param rig whose; "" when there is only one
   * @throws IOException if the file cannot be read, a line is no pose, or there is none
   */
  public static PoseTrack read(Path file, String rig) throws IOException {
    TreeMap<Long, Pose3dMessage> best = new TreeMap<>();
    int number = 0;
    String name = rig;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        Pose3dMessage pose =
            Json.decode(line.getBytes(StandardCharsets.UTF_8), Pose3dMessage.class);
        if (name.isEmpty()) {
          name = pose.rig();
        }
        if (!pose.rig().equals(name)) {
          if (rig.isEmpty()) {
            throw new IOException(
                file + ", line " + number + ": more than one rig, name one: rig=" + pose.rig());
          }
          continue;
        }
        best.merge(pose.step(), pose, (a, b) -> b.supersedes(a) ? b : a);
      }
    } catch (MalformedMessageException e) {
      throw new IOException(file + ", line " + number + ": no Pose3d: " + e.getMessage(), e);
    }
    if (best.isEmpty()) {
      throw new IOException(file + ": has no poses of this rig: rig=" + rig);
    }
    return of(file, name, best);
  }

  private static PoseTrack of(Path file, String rig, TreeMap<Long, Pose3dMessage> best)
      throws IOException {
    long steps = best.lastKey() - best.firstKey() + 1;
    if (steps > MOST_FRAMES) {
      throw new IOException(
          file + ": a track has at most " + MOST_FRAMES + " steps: steps=" + steps);
    }
    List<double[][]> frames = new ArrayList<>();
    for (long s = best.firstKey(); s <= best.lastKey(); s++) {
      frames.add(frame(best.get(s)));
    }
    return new PoseTrack(rig, best.firstEntry().getValue().stepMicros(), best.firstKey(), frames);
  }

  private static double[][] frame(@Nullable Pose3dMessage pose) {
    double[][] frame = new double[Skeleton.JOINTS][4];
    for (int j = 0; j < frame.length; j++) {
      if (pose != null && pose.joints().get(j).present()) {
        Keypoint3d k = pose.joints().get(j);
        frame[j] = new double[] {k.x(), k.y(), k.z(), k.confidence()};
      } else {
        Arrays.fill(frame[j], 0, 3, Double.NaN);
      }
    }
    return frame;
  }
}
