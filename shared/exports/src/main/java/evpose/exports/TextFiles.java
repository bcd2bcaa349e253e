package evpose.exports;

import evpose.pose.Joint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** CSV and OpenPose's JSON. */
final class TextFiles {
  private TextFiles() {}

  static void writeCsv(PoseTrack track, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("seconds");
      for (Joint joint : Joint.values()) {
        String name = joint.label();
        out.write("," + name + "_x_mm," + name + "_y_mm," + name + "_z_mm," + name + "_confidence");
      }
      out.write('\n');
      for (int f = 0; f < track.frames().size(); f++) {
        out.write(
            String.format(Locale.ROOT, "%.6f", (track.firstStep() + f) * track.stepMicros() / 1e6));
        for (double[] joint : track.frames().get(f)) {
          out.write(
              joint[3] > 0
                  ? String.format(
                      Locale.ROOT, ",%.3f,%.3f,%.3f,%.4f", joint[0], joint[1], joint[2], joint[3])
                  : ",,,,0");
        }
        out.write('\n');
      }
    }
  }

  static void writeOpenPose(PoseTrack track, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (double[][] frame : track.frames()) {
        StringBuilder numbers = new StringBuilder();
        for (double[] joint : frame) {
          numbers.append(numbers.length() == 0 ? "" : ",");
          numbers.append(
              joint[3] > 0
                  ? String.format(
                      Locale.ROOT, "%.3f,%.3f,%.3f,%.4f", joint[0], joint[1], joint[2], joint[3])
                  : "0,0,0,0");
        }
        out.write(
            "{\"version\":1.3,\"people\":[{\"person_id\":[-1],\"pose_keypoints_2d\":[],\"pose_keypoints_3d\":["
                + numbers
                + "]}]}\n");
      }
    }
  }
}
