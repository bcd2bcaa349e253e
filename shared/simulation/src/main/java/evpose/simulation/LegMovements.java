package evpose.simulation;

import static evpose.simulation.JointAngles.L;
import static evpose.simulation.JointAngles.R;

/** Movements of legs and whole body; {@code i} is the leg that moves. */
final class LegMovements {
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

  /** On the spot, as on a treadmill: 3.5 km/h or, jogging, 7 km/h. */
  static void gait(JointAngles a, double f, Style s, boolean jog) {
    for (int i = R; i <= L; i++) {
      double p = Waves.fraction(f + 0.5 * i);
      double swing = Waves.cos(p);
      a.hipFlexion[i] = (jog ? 14 : 9) + (jog ? 27 : 19) * s.reach * swing;
      a.knee[i] =
          (jog ? 14 : 5)
              + (jog ? 66 : 52) * s.reach * Waves.bell(jog ? 0.66 : 0.72, jog ? 0.15 : 0.12, p)
              + (jog ? 22 : 13) * Waves.bell(0.14, 0.08, p);
      a.ankle[i] = -5 + 15 * Math.max(0, Waves.sin(p - 0.35));
      int opposite = 1 - i;
      a.shoulderFlexion[opposite] = (jog ? 0 : 5) + (jog ? 30 : 20) * s.reach * swing;
      a.elbow[opposite] = (jog ? 85 : 18) + 6 * (1 + swing);
    }
    a.twist += 6 * Waves.sin(f);
    a.turn -= 4 * Waves.sin(f);
    a.lean += jog ? 7 : 3;
    if (jog) {
      a.jumpMm = 45 * Waves.swell(2 * f);
      a.shoulderInward[R] += 10;
      a.shoulderInward[L] += 10;
    }
  }

  /** Crouch, jump, land, rest. */
  static void jump(JointAngles a, double f, Style s, boolean forward) {
    double p = Waves.fraction(f);
    double crouch =
        Waves.gate(0.08, 0.33, 0.34, 0.47, p) + 0.7 * Waves.gate(0.65, 0.76, 0.78, 0.97, p);
    double air = Waves.flight(0.43, 0.68, p);
    crouch(a, s, crouch, air);
    double thrown = Waves.gate(0.33, 0.55, 0.58, 0.8, p);
    for (int i = R; i <= L; i++) {
      a.shoulderFlexion[i] += s.reach * (55 * thrown - 30 * crouch);
      a.elbow[i] += 20 * thrown;
    }
    a.jumpMm = 150 * s.reach * air;
    if (forward) { // and steps back while resting
      a.yMm -= 240 * (Waves.gate(0.43, 0.68, 0.86, 1, p) - 0.5);
    }
  }

  /** One jump after the other. */
  static void jumps(JointAngles a, double f, Style s) {
    double air = Waves.flight(0.25, 0.75, Waves.fraction(f + 0.5));
    crouch(a, s, 0.35 * Waves.swell(f), air);
    for (int i = R; i <= L; i++) {
      a.shoulderFlexion[i] += 15 * air;
      a.elbow[i] += 25;
    }
    a.jumpMm = 110 * s.reach * air;
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
    a.jumpMm = 90 * s.reach * air;
    a.xMm += i == R ? 60 : -60; // the standing foot comes under the body
    armsOut(a, 15 + 6 * Waves.swell(f));
    a.elbow[R] += 30;
    a.elbow[L] += 30;
  }

  /** Jumping jacks. */
  static void star(JointAngles a, double f, Style s) {
    double open = Waves.swell(f);
    double give = Waves.swell(2 * f + 0.5);
    for (int i = R; i <= L; i++) {
      a.hipAbduction[i] += 24 * open;
      a.shoulderAbduction[i] += 145 * Math.min(1.1, s.reach) * open;
      a.elbow[i] += 10 * open;
      a.knee[i] += 12 * give;
      a.hipFlexion[i] += 8 * give;
    }
    a.jumpMm = 90 * Waves.swell(2 * f);
  }

  static void kick(JointAngles a, int i, double f, Style s) {
    int other = 1 - i;
    double p = Waves.fraction(f);
    double back = Waves.gate(0, 0.25, 0.25, 0.6, p);
    double kick = Waves.gate(0.14, 0.48, 0.54, 0.92, p);
    a.hipFlexion[i] += 68 * s.reach * kick - 15 * back;
    a.knee[i] += 55 * back + 80 * kick * (1 - kick);
    a.ankle[i] += 25 * kick;
    a.lean -= 10 * kick;
    a.shoulderFlexion[other] += 30 * kick;
    a.shoulderFlexion[i] -= 20 * kick;
    armsOut(a, 12);
    a.elbow[R] += 25;
    a.elbow[L] += 25;
  }

  static void sideKick(JointAngles a, int i, double f, Style s) {
    int away = i == R ? 1 : -1;
    double p = Waves.fraction(f);
    double kick = Waves.gate(0.1, 0.45, 0.55, 0.9, p);
    double chamber = 4 * kick * (1 - kick);
    a.hipAbduction[i] += 56 * s.reach * kick;
    a.hipFlexion[i] += 40 * chamber;
    a.knee[i] += 60 * chamber;
    a.tilt += away * 12 * kick;
    a.sideBend += away * 6 * kick;
    a.xMm += away * 60;
    armsOut(a, 18 * s.reach);
    a.elbow[R] += 40;
    a.elbow[L] += 40;
  }

  private static void armsOut(JointAngles a, double degrees) {
    a.shoulderAbduction[R] += degrees;
    a.shoulderAbduction[L] += degrees;
  }
}
