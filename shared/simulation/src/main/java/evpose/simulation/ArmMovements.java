package evpose.simulation;

import static evpose.simulation.JointAngles.L;
import static evpose.simulation.JointAngles.R;

/** Movements of the arms; {@code i} is the arm that moves. */
final class ArmMovements {
  private ArmMovements() {}

  /** Straight out to the side and overhead, and down again. */
  static void abduction(JointAngles a, int i, double f, Style s) {
    double u = Waves.swell(f);
    a.shoulderAbduction[i] += u * Math.min(160, 112 * s.reach);
    a.elbow[i] *= 1 - 0.7 * u;
    a.sideBend += (i == R ? 3 : -3) * u;
  }

  static void curl(JointAngles a, int i, double f, Style s) {
    double u = Waves.swell(f);
    a.elbow[i] += u * Math.min(125, 116 * s.reach);
    a.shoulderFlexion[i] += 8 * u;
    a.shoulderInward[i] -= 10;
  }

  /**
   * From the guard to a stretched arm and back.
   *
   * @param height flexion of the shoulder at full stretch: 90 is straight forward
   */
  static void punch(JointAngles a, int i, double f, Style s, double height) {
    int other = 1 - i;
    double u = Waves.swell(f);
    double out = u * Math.sqrt(u);
    for (int k = R; k <= L; k++) {
      a.elbow[k] = 115;
      a.shoulderFlexion[k] = 25;
      a.shoulderInward[k] = 25;
      a.shoulderAbduction[k] = 12;
      a.knee[k] += 8;
    }
    if (!s.guarded) {
      a.elbow[other] = 20;
      a.shoulderFlexion[other] = 3;
    }
    a.hipFlexion[other] += 6;
    a.shoulderFlexion[i] += out * (height - 25);
    a.elbow[i] -= 105 * out;
    a.shoulderInward[i] += 20 * out;
    int forward = i == R ? 1 : -1; // the striking shoulder comes forward
    a.twist += forward * (22 * out - 5);
    a.turn += forward * 6 * out;
    a.lean += 4 * out;
  }

  /** A raised forearm that waves hello. */
  static void wave(JointAngles a, int i, double f, Style s) {
    double swing = Waves.sin(f);
    a.shoulderAbduction[i] = 70 * s.reach + 4 * Waves.sin(f + 0.08);
    a.shoulderFlexion[i] = 10;
    a.shoulderInward[i] = -80;
    a.elbow[i] = 85 + 25 * s.reach * swing;
  }

  /** A circle in the air in front of the body. */
  static void circle(JointAngles a, int i, double f, Style s) {
    stretchForward(a, i);
    a.shoulderFlexion[i] = 75 + 18 * s.reach * Waves.sin(f);
    a.shoulderAbduction[i] = 12 + 20 * s.reach * Waves.cos(f);
  }

  /** A lying eight in the air in front of the body. */
  static void eight(JointAngles a, int i, double f, Style s) {
    stretchForward(a, i);
    a.shoulderFlexion[i] = 75 + 14 * s.reach * Waves.sin(2 * f);
    a.shoulderAbduction[i] = 12 + 28 * s.reach * Waves.sin(f);
  }

  private static void stretchForward(JointAngles a, int i) {
    a.elbow[i] = 20;
    a.shoulderInward[i] = 10;
  }

  static void clap(JointAngles a, double f, Style s) {
    double open = Waves.swell(f);
    for (int i = R; i <= L; i++) {
      a.shoulderFlexion[i] = 42;
      a.shoulderAbduction[i] = 6;
      a.elbow[i] = 60;
      a.shoulderInward[i] = 42 - 38 * s.reach * open;
    }
  }
}
