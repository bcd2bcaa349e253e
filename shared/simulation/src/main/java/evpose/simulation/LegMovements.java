package evpose.simulation;

import static evpose.simulation.JointAngles.L;
import static evpose.simulation.JointAngles.R;

/** Movements of legs and whole body; {@code i} is the leg that moves. */
final class LegMovements {
  /** How long people take on average. */
  static final double JUMPS_SECONDS = 0.64;

  static final double HOP_SECONDS = 0.54;
  static final double STAR_SECONDS = 1.1;

  private LegMovements() {}

  static void abduction(JointAngles a, int i, double f, Style s) {
    double u = Waves.swell(f);
    int away = i == R ? 1 : -1; // the body goes to the standing leg's side
    a.hipAbduction[i] += 36 * s.reach * u;
    a.tilt += away * 5 * u;
    a.sideBend -= away * 3 * u;
    a.xMm += away * 50;
    armsOut(a, 12 * s.reach);
  }

  static void kneeLift(JointAngles a, int i, double f, Style s) {
    double u = Waves.swell(f);
    a.hipFlexion[i] += 82 * s.reach * u;
    a.knee[i] += 92 * s.reach * u;
    a.ankle[i] += 10 * u;
    a.lean -= 4 * u;
  }

  /**
   * On the spot, as on DHP19's treadmill at 3.5 km/h. Courses of hip, knee and ankle as gait
   * laboratories find them, the heel down at phase 0.
   *
   * @see "Winter 1991, The biomechanics and motor control of human gait"
   */
  static void walk(JointAngles a, double f, Style s) {
    for (int i = R; i <= L; i++) {
      double p = Waves.fraction(f + 0.5 * i);
      double swing = Waves.cos(p - 0.02) - 0.15 * Waves.cos(2 * p);
      a.hipFlexion[i] = 10 + 20 * s.reach * swing;
      a.knee[i] = 5 + 54 * s.reach * Waves.bell(0.72, 0.115, p) + 13 * Waves.bell(0.14, 0.08, p);
      a.ankle[i] =
          5 * Waves.bell(0.06, 0.05, p)
              - 9 * Waves.bell(0.42, 0.13, p)
              + 19 * Waves.bell(0.62, 0.06, p);
      int opposite = 1 - i;
      a.shoulderFlexion[opposite] = 5 + 20 * s.reach * swing;
      a.elbow[opposite] = 18 + 6 * (1 + swing);
      a.hipAbduction[i] += 2 * Waves.bell(0.75, 0.12, p);
    }
    stride(a, f, 4);
    a.lean += 3;
  }

  /** On the spot, 7 km/h; in the air between one foot and the other. */
  static void jog(JointAngles a, double f, Style s) {
    for (int i = R; i <= L; i++) {
      double p = Waves.fraction(f + 0.5 * i);
      double swing = Waves.cos(p + 0.04);
      a.hipFlexion[i] = 15 + 25 * s.reach * swing;
      a.knee[i] = 14 + 60 * s.reach * Waves.bell(0.66, 0.165, p) + 22 * Waves.bell(0.16, 0.09, p);
      a.ankle[i] = -12 * Waves.bell(0.2, 0.1, p) + 26 * Waves.bell(0.42, 0.08, p) + 6;
      int opposite = 1 - i;
      a.shoulderFlexion[opposite] = 30 * s.reach * swing;
      a.elbow[opposite] = 85 + 6 * (1 + swing);
      a.shoulderInward[i] += 10;
    }
    stride(a, f, 3);
    a.lean += 7;
    a.jumpMm = 35 * Waves.flight(0, 0.34, Waves.fraction(2 * f + 0.2));
  }

  /** What the trunk does in gait: turns with the legs below, against them above, sways. */
  private static void stride(JointAngles a, double f, double swayDegrees) {
    double right = Waves.cos(f); // 1 when the right leg is in front
    a.turn += 5 * right; // its hip forward
    a.twist -= 10 * right; // its shoulder back
    a.tilt += swayDegrees * Waves.sin(f + 0.05); // the hip of the swinging leg sinks
    a.sideBend -= swayDegrees * Waves.sin(f + 0.05);
    a.xMm -= 18 * Waves.sin(f + 0.05);
    a.headTurn += 4 * right;
  }

  /** Crouch, jump, land, rest. */
  static void jump(JointAngles a, double f, Style s, boolean forward) {
    double p = Waves.fraction(f);
    double crouch =
        Waves.gate(0.08, 0.33, 0.34, 0.47, p) + 0.7 * Waves.gate(0.65, 0.76, 0.78, 0.97, p);
    double air = Waves.flight(0.43, 0.68, p);
    crouch(a, s, crouch, air);
    double thrown = Waves.gate(0.3, 0.56, 0.58, 0.82, p);
    for (int i = R; i <= L; i++) {
      a.shoulderFlexion[i] += s.reach * (45 * thrown - 22 * crouch);
      a.elbow[i] += 20 * thrown;
    }
    a.jumpMm = s.flightMm(0.25 * (forward ? 1.4 : 1.3)) * air;
    if (forward) { // and steps back while resting
      a.yMm -= 240 * (Waves.gate(0.43, 0.68, 0.86, 1, p) - 0.5);
    }
  }

  /** One jump after the other. */
  static void jumps(JointAngles a, double f, Style s) {
    double air = Waves.flight(0.26, 0.74, Waves.fraction(f + 0.5));
    crouch(a, s, 0.35 * Waves.swell(f), air);
    for (int i = R; i <= L; i++) {
      a.shoulderFlexion[i] += 15 * air;
      a.elbow[i] += 25;
    }
    a.jumpMm = s.flightMm(0.48 * JUMPS_SECONDS) * air;
  }

  private static void crouch(JointAngles a, Style s, double crouch, double air) {
    for (int i = R; i <= L; i++) {
      a.hipFlexion[i] += 65 * s.reach * crouch;
      a.knee[i] += 95 * s.reach * crouch;
      a.ankle[i] += 30 * air - 30 * s.reach * crouch;
    }
    a.lean += 28 * s.reach * crouch;
  }

  /** On leg {@code i}, the other drawn up. */
  static void hop(JointAngles a, int i, double f, Style s) {
    int other = 1 - i;
    double crouch = 0.35 * Waves.swell(f);
    double air = Waves.flight(0.25, 0.75, Waves.fraction(f + 0.5));
    a.hipFlexion[i] += 45 * crouch;
    a.knee[i] += 70 * crouch;
    a.ankle[i] += 30 * air - 20 * crouch;
    a.knee[other] += 75 * s.reach;
    a.hipFlexion[other] += 12 + 5 * air;
    a.jumpMm = s.flightMm(0.5 * HOP_SECONDS) * air;
    a.xMm += i == R ? 60 : -60; // the standing foot comes under the body
    armsOut(a, 15 + 6 * Waves.swell(f));
    a.elbow[R] += 30;
    a.elbow[L] += 30;
  }

  /** Jumping jacks: the legs open and close in the air, the arms take their time. */
  static void star(JointAngles a, double f, Style s) {
    double p = Waves.fraction(f);
    double apart = Waves.gate(0.1, 0.42, 0.6, 0.92, p);
    double arms = Waves.gate(0.03, 0.46, 0.53, 0.97, p);
    double half = Waves.fraction(2 * f);
    double give = Waves.bell(0, 0.14, half);
    for (int i = R; i <= L; i++) {
      a.hipAbduction[i] += 24 * s.reach * apart;
      a.shoulderAbduction[i] += 145 * Math.min(1.1, s.reach) * arms;
      a.elbow[i] += 10 + 15 * StrictMath.sin(Math.PI * arms);
      a.knee[i] += 22 * give;
      a.hipFlexion[i] += 13 * give;
      a.ankle[i] -= 9 * give;
    }
    double air = Waves.flight(0.25, 0.75, half);
    a.jumpMm = s.flightMm(0.5 * STAR_SECONDS / 2) * air;
    for (int i = R; i <= L; i++) {
      a.ankle[i] += 22 * air;
    }
  }

  /**
   * The thigh comes up first with the shin folded under it, then the shin snaps out and back; who
   * does not hold up a guard swings the nearly straight leg instead, as at a ball.
   */
  static void kick(JointAngles a, int i, double f, Style s) {
    int other = 1 - i;
    double p = Waves.fraction(f);
    double back = Waves.gate(0.02, 0.18, 0.18, 0.4, p);
    double up = Waves.gate(0.1, 0.48, 0.54, 0.96, p);
    double folded =
        Waves.gate(0.03, 0.28, 0.28, 0.56, p) + 0.6 * Waves.gate(0.54, 0.72, 0.72, 0.98, p);
    a.hipFlexion[i] += 66 * s.reach * up - (s.guarded ? 4 : 15) * back;
    a.knee[i] += (s.guarded ? 80 : 45) * folded;
    a.ankle[i] += 25 * up;
    a.knee[other] += 8 * up;
    a.hipFlexion[other] += 3 * up;
    int forward = i == R ? 1 : -1; // the kicking hip comes forward
    a.turn += forward * 9 * up;
    a.twist -= forward * 14 * up;
    a.lean += 5 * back - 11 * up;
    a.yMm += 25 * up;
    a.xMm += forward * 35 * up;
    a.shoulderFlexion[other] += (s.guarded ? 35 : 25) * up;
    a.shoulderFlexion[i] -= 20 * up;
    armsOut(a, 12);
    a.elbow[R] += s.guarded ? 70 : 20;
    a.elbow[L] += s.guarded ? 70 : 20;
  }

  /** Knee up and in front, then the leg out to the side, the trunk away from it. */
  static void sideKick(JointAngles a, int i, double f, Style s) {
    int away = i == R ? 1 : -1;
    double p = Waves.fraction(f);
    double kick = Waves.gate(0.2, 0.46, 0.55, 0.86, p);
    double chamber =
        Waves.gate(0.04, 0.26, 0.3, 0.47, p) + 0.6 * Waves.gate(0.52, 0.66, 0.7, 0.96, p);
    a.hipAbduction[i] += 56 * s.reach * kick;
    a.hipFlexion[i] += 55 * chamber + 8 * kick;
    a.knee[i] += 85 * chamber;
    a.ankle[i] -= 10 * kick;
    a.knee[1 - i] += 7 * kick;
    a.tilt += away * 13 * kick;
    a.sideBend += away * 4 * kick;
    a.turn += away * 8 * kick;
    a.xMm += away * (20 + 50 * kick);
    armsOut(a, 12 + 10 * kick);
    a.elbow[R] += s.guarded ? 80 : 40;
    a.elbow[L] += s.guarded ? 80 : 40;
  }

  private static void armsOut(JointAngles a, double degrees) {
    a.shoulderAbduction[R] += degrees;
    a.shoulderAbduction[L] += degrees;
  }
}
