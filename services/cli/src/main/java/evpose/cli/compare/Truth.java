package evpose.cli.compare;

import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.pose.Skeleton;
import evpose.streaming.LogScan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the joints really were, as far as the log says. */
final class Truth {
  private final NavigableMap<Long, double[]> jointsInWorldMm = new TreeMap<>();
  private final Map<String, ProjectionCamera> cameras = new HashMap<>();

  static Truth read(LogScan scan, CompareRequest request) {
    Truth truth = new Truth();
    request
        .calibration()
        .map(CalibrationMessage::toRig)
        .ifPresent(rig -> rig.cameras().forEach(c -> truth.cameras.put(c.id(), c)));
    byte[] key = Keys.of(request.rig().rig());
    for (LogScan.Range range : scan.ranges(Topics.GROUND_TRUTH)) {
      if (range.partition().partition() == request.rig().posesPartition()) {
        scan.read(
            range,
            record -> {
              if (record.value() != null && Arrays.equals(record.key(), key)) {
                truth.add(record.value(), request);
              }
              return true;
            });
      }
    }
    return truth;
  }

  private void add(byte[] json, CompareRequest request) {
    try {
      TruthMessage message = Json.decode(json, TruthMessage.class);
      if (request.looksAt(message.step())) {
        double[] row = new double[3 * Skeleton.JOINTS];
        Arrays.fill(row, Double.NaN);
        for (int j = 0; j < Skeleton.JOINTS; j++) {
          double[] joint = message.joints()[j];
          if (joint != null) {
            System.arraycopy(joint, 0, row, 3 * j, 3);
          }
        }
        jointsInWorldMm.put(message.step(), row);
      }
    } catch (MalformedMessageException e) {
      return; // whoever wrote it is no source
    }
  }

  /** By step, [13·3] mm in the world, NaN where missing. */
  NavigableMap<Long, double[]> jointsInWorldMm() {
    return jointsInWorldMm;
  }

  /** By step, [13·2] pixels in one camera's image, NaN beside it; empty without its calibration. */
  NavigableMap<Long, double[]> inImagePx(String camera) {
    return inImagePx(camera, 0, Long.MAX_VALUE);
  }

  /** The same of the steps from one on, up to before another. */
  NavigableMap<Long, double[]> inImagePx(String camera, long from, long to) {
    NavigableMap<Long, double[]> image = new TreeMap<>();
    ProjectionCamera eye = cameras.get(camera);
    if (eye != null) {
      jointsInWorldMm.subMap(from, to).forEach((step, mm) -> image.put(step, seen(eye, mm)));
    }
    return image;
  }

  private static double[] seen(ProjectionCamera eye, double[] mm) {
    double[] row = new double[2 * Skeleton.JOINTS];
    double[] pixel = new double[2];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      boolean inFront = eye.project(mm[3 * j], mm[3 * j + 1], mm[3 * j + 2], pixel);
      boolean inSight = inFront && eye.sees(pixel[0], pixel[1]);
      row[2 * j] = inSight ? pixel[0] : Double.NaN;
      row[2 * j + 1] = inSight ? pixel[1] : Double.NaN;
    }
    return row;
  }

  /** A camera's projection matrix, [12] row-major; null without its calibration. */
  double @Nullable [] worldToImage(String camera) {
    ProjectionCamera eye = cameras.get(camera);
    return eye == null ? null : eye.worldToImage();
  }
}
