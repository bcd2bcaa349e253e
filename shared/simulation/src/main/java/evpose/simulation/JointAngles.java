package evpose.simulation;

import static evpose.simulation.body.Rotations.aboutX;
import static evpose.simulation.body.Rotations.aboutY;
import static evpose.simulation.body.Rotations.aboutZ;
import static evpose.simulation.body.Rotations.product;

import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Segment;

/**
 * A posture in the words of anatomy, degrees: what movements are written in. Arrays hold the right
 * side at {@link #R} and the left at {@link #L}; positive always means the same for both sides.
 * Zero everywhere is standing straight with hanging arms.
 */
final class JointAngles {
  static final int R = 0;
  static final int L = 1;

  double xMm;
  double yMm;
  double jumpMm;

  /** Whole body: turned to its left, leaning forward, leaning to its left. */
  double turn;

  double lean;
  double tilt;

  /** Trunk above the pelvis: bent forward, bent to the left, twisted to the left. */
  double bend;

  double sideBend;
  double twist;

  double nod;
  double headTurn;

  final double[] shoulderFlexion = new double[2];
  final double[] shoulderAbduction = new double[2];

  /** Rotation of the upper arm inwards, so that a bent elbow brings the hand to the middle. */
  final double[] shoulderInward = new double[2];

  final double[] elbow = new double[2];
  final double[] hipFlexion = new double[2];
  final double[] hipAbduction = new double[2];
  final double[] hipInward = new double[2];
  final double[] knee = new double[2];

  /** Toes down. */
  final double[] ankle = new double[2];

  void toPose(BodyPose out) {
    double[] pelvis = product(aboutZ(turn), aboutY(tilt), aboutX(lean));
    double[] chest = product(pelvis, aboutZ(twist), aboutY(sideBend), aboutX(bend));
    double[] neck = product(chest, aboutX(0.4 * nod));
    out.turn(Segment.PELVIS, pelvis);
    out.turn(Segment.CHEST, chest);
    out.turn(Segment.NECK, neck);
    out.turn(Segment.HEAD, product(neck, aboutZ(headTurn), aboutX(0.6 * nod)));
    for (int i = R; i <= L; i++) {
      int side = i == R ? -1 : 1;
      double[] upperArm =
          product(
              chest,
              aboutY(-side * shoulderAbduction[i]),
              aboutX(-shoulderFlexion[i]),
              aboutZ(-side * shoulderInward[i]));
      double[] forearm = product(upperArm, aboutX(-Math.max(0, elbow[i])));
      double[] thigh =
          product(
              pelvis,
              aboutY(-side * hipAbduction[i]),
              aboutX(-hipFlexion[i]),
              aboutZ(-side * hipInward[i]));
      double[] shin = product(thigh, aboutX(Math.max(0, knee[i])));
      out.turn(i == R ? Segment.UPPER_ARM_R : Segment.UPPER_ARM_L, upperArm);
      out.turn(i == R ? Segment.FOREARM_R : Segment.FOREARM_L, forearm);
      out.turn(i == R ? Segment.HAND_R : Segment.HAND_L, forearm);
      out.turn(i == R ? Segment.THIGH_R : Segment.THIGH_L, thigh);
      out.turn(i == R ? Segment.SHIN_R : Segment.SHIN_L, shin);
      out.turn(i == R ? Segment.FOOT_R : Segment.FOOT_L, product(shin, aboutX(ankle[i])));
    }
    out.place(xMm, yMm, Math.max(0, jumpMm));
  }
}
