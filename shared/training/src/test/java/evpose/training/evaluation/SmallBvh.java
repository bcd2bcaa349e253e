package evpose.training.evaluation;

import java.util.Locale;

/** A motion capture for tests: a standing body that waves its left arm for a second. */
final class SmallBvh {
  private static final int FRAMES = 101;

  private final StringBuilder text = new StringBuilder("HIERARCHY\n");
  private int joints;

  private SmallBvh() {}

  static String text() {
    SmallBvh bvh = new SmallBvh();
    bvh.open("ROOT Hips", 0, 9, 0, 6);
    for (String side : new String[] {"Left", "Right"}) {
      double x = side.equals("Left") ? 0.8 : -0.8;
      bvh.open("JOINT " + side + "UpLeg", x, 0, 0, 3);
      bvh.open("JOINT " + side + "Leg", 0, -4, 0, 3);
      bvh.open("JOINT " + side + "Foot", 0, -4, 0, 3);
      bvh.open("JOINT " + side + "ToeBase", 0, -0.5, 1.5, 3);
      bvh.close(4);
    }
    bvh.open("JOINT Spine", 0, 1, 0, 3);
    bvh.open("JOINT Spine1", 0, 2, 0, 3);
    bvh.open("JOINT Neck", 0, 2, 0, 3);
    bvh.open("JOINT Head", 0, 1, 0, 3);
    bvh.close(2);
    for (String side : new String[] {"Left", "Right"}) {
      double x = side.equals("Left") ? 1 : -1;
      bvh.open("JOINT " + side + "Shoulder", 0.45 * x, 1.6, 0, 3);
      bvh.open("JOINT " + side + "Arm", 1.05 * x, 0, 0, 3);
      bvh.open("JOINT " + side + "ForeArm", 3.75 * x, 0, 0, 3);
      bvh.open("JOINT " + side + "Hand", 3.75 * x, 0, 0, 3);
      bvh.close(4);
    }
    bvh.text.append("}\n}\n}\n"); // Spine1, Spine, Hips
    bvh.motion();
    return bvh.text.toString();
  }

  private void open(String name, double x, double y, double z, int channels) {
    text.append(
        String.format(
            Locale.ROOT,
            "%s\n{\nOFFSET %s %s %s\nCHANNELS %d %sZrotation Xrotation Yrotation\n",
            name,
            x,
            y,
            z,
            channels,
            channels == 6 ? "Xposition Yposition Zposition " : ""));
    joints++;
  }

  /** Ends a limb of so many joints. */
  private void close(int open) {
    text.append("End Site\n{\nOFFSET 0 0 0.5\n}\n").append("}\n".repeat(open));
  }

  private void motion() {
    text.append("MOTION\nFrames: " + FRAMES + "\nFrame Time: 0.01\n");
    for (int frame = 0; frame < FRAMES; frame++) {
      StringBuilder line = new StringBuilder("0 9 0");
      for (int joint = 0; joint < joints; joint++) {
        boolean leftArm = joint == 14;
        double degrees = leftArm ? 60 * Math.sin(0.12 * frame) : 0;
        line.append(String.format(Locale.ROOT, " %.3f 0 0", degrees));
      }
      text.append(line).append('\n');
    }
  }
}
