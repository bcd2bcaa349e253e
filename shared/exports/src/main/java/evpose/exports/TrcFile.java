package evpose.exports;

import evpose.pose.Joint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** OpenSim's TRC, as Pose2Sim writes it. */
final class TrcFile {
  private static final double MM_PER_METRE = 1000;

  private TrcFile() {}

  static void write(PoseTrack track, Path file) throws IOException {
    int n = track.frames().size();
    int joints = Joint.values().length;
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("PathFileType\t4\t(X/Y/Z)\t" + file.getFileName() + "\n");
      out.write(
          "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n");
      String rate = String.format(Locale.ROOT, "%.6f", track.rateHz());
      out.write(
          rate + "\t" + rate + "\t" + n + "\t" + joints + "\tm\t" + rate + "\t1\t" + n + "\n");
      StringBuilder names = new StringBuilder("Frame#\tTime");
      StringBuilder axes = new StringBuilder("\t");
      for (Joint joint : Joint.values()) {
        int i = joint.ordinal() + 1;
        names.append("\t").append(joint.label()).append("\t\t");
        axes.append("\tX").append(i).append("\tY").append(i).append("\tZ").append(i);
      }
      out.write(names.append("\n").toString());
      out.write(axes.append("\n\n").toString());
      for (int f = 0; f < n; f++) {
        out.write(String.format(Locale.ROOT, "%d\t%.6f", f + 1, f * track.stepMicros() / 1e6));
        for (double[] joint : track.frames().get(f)) {
          out.write(
              joint[3] > 0
                  ? String.format(
                      Locale.ROOT,
                      "\t%.6f\t%.6f\t%.6f",
                      joint[0] / MM_PER_METRE,
                      joint[2] / MM_PER_METRE,
                      -joint[1] / MM_PER_METRE)
                  : "\t\t\t");
        }
        out.write('\n');
      }
    }
  }
}
