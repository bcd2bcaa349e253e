package evpose.exports;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * BVH: an avatar's bones with the medians of their lengths, then a row of turns a frame.
 * Centimetres, y up, channels Z X Y. See {@link Avatar}.
 *
 * <p>The file has no word for missing: such a bone keeps its turn. What is beyond head, hands and
 * feet nobody measured: their end sites show a direction only.
 */
final class BvhFile {
  private static final double MM_PER_CM = 10;
  private static final double END_CM = 8;

  private BvhFile() {}

  static void write(PoseTrack track, Path file) throws IOException {
    Avatar avatar = new Avatar();
    for (AvatarBone bone : AvatarBone.values()) {
      avatar.setLength(bone, median(track, bone, file));
    }
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("HIERARCHY\n");
      bone(out, avatar, AvatarBone.HIPS, "");
      out.write("MOTION\nFrames: " + track.frames().size() + "\n");
      out.write(String.format(Locale.ROOT, "Frame Time: %.6f\n", track.stepMicros() / 1e6));
      double[][] angles = new double[AvatarBone.values().length][3];
      for (double[][] joints : track.frames()) {
        avatar.take(joints);
        frame(out, avatar, angles);
      }
    }
  }

  private static double median(PoseTrack track, AvatarBone bone, Path file) throws IOException {
    double[] lengths =
        track.frames().stream().mapToDouble(bone::lengthMm).filter(Double::isFinite).toArray();
    if (lengths.length == 0) {
      throw new IOException(
          file
              + ": a skeleton needs the length of each bone, both its ends are never seen together:"
              + " bone="
              + bone.label());
    }
    Arrays.sort(lengths);
    return lengths[lengths.length / 2];
  }

  private static void bone(BufferedWriter out, Avatar avatar, AvatarBone bone, String indent)
      throws IOException {
    boolean root = bone.parent() == null;
    out.write(indent + (root ? "ROOT " : "JOINT ") + bone.label() + "\n" + indent + "{\n");
    String inner = indent + "\t";
    double[] offset = avatar.offsetMm(bone);
    out.write(
        inner
            + String.format(
                Locale.ROOT,
                "OFFSET %.4f %.4f %.4f\n",
                offset[0] / MM_PER_CM,
                offset[1] / MM_PER_CM,
                offset[2] / MM_PER_CM));
    out.write(
        inner
            + (root
                ? "CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
                : "CHANNELS 3 Zrotation Xrotation Yrotation\n"));
    boolean last = true;
    for (AvatarBone child : AvatarBone.values()) {
      if (child.parent() == bone) {
        bone(out, avatar, child, inner);
        last = false;
      }
    }
    if (last) {
      double[] end = bone.offsetMm(END_CM);
      out.write(
          String.format(
              Locale.ROOT,
              "%1$sEnd Site\n%1$s{\n%1$s\tOFFSET %2$.4f %3$.4f %4$.4f\n%1$s}\n",
              inner,
              end[0],
              end[1],
              end[2]));
    }
    out.write(indent + "}\n");
  }

  private static void frame(BufferedWriter out, Avatar avatar, double[][] angles)
      throws IOException {
    double[] place = avatar.placeMm(AvatarBone.HIPS);
    StringBuilder row = new StringBuilder();
    for (double mm : place) {
      row.append(String.format(Locale.ROOT, "%.4f ", mm / MM_PER_CM));
    }
    row(row, avatar, AvatarBone.HIPS, angles);
    row.setCharAt(row.length() - 1, '\n');
    out.write(row.toString());
  }

  /** Angles in the order in which the hierarchy is written. */
  private static void row(StringBuilder row, Avatar avatar, AvatarBone bone, double[][] angles) {
    double[] zxy = angles[bone.ordinal()];
    Turns.zxy(avatar.turnInParent(bone), zxy);
    for (double degrees : zxy) {
      row.append(String.format(Locale.ROOT, "%.4f ", degrees));
    }
    for (AvatarBone child : AvatarBone.values()) {
      if (child.parent() == bone) {
        row(row, avatar, child, angles);
      }
    }
  }
}
