package evpose.simulation.body;

import evpose.simulation.render.Capsules;
import evpose.simulation.render.Material;
import java.util.ArrayList;
import java.util.List;

/**
 * The surface of a body as tapered capsules fixed to its segments, and the small reflective balls
 * that a motion-capture subject wears.
 */
final class Anatomy {
  /** How much the round end of a trouser leg reaches below its last centre, on average. */
  private static final double HEM_ROUND = 45;

  private final Subject subject;
  private final List<Part> parts = new ArrayList<>();

  /** One capsule in its segment's frame, mm; both ends equal for a ball. */
  record Part(
      Segment segment, double[] a, double[] b, double radiusA, double radiusB, Material material) {}

  private Anatomy(Subject subject) {
    this.subject = subject;
  }

  static List<Part> of(Subject subject) {
    Anatomy anatomy = new Anatomy(subject);
    anatomy.trunk();
    anatomy.head();
    for (boolean right : new boolean[] {true, false}) {
      anatomy.arm(right);
      anatomy.leg(right);
    }
    anatomy.markers();
    return List.copyOf(anatomy.parts);
  }

  /** Room for the capsules of all parts; positions are filled by {@link Figure}. */
  static Capsules capsules(List<Part> parts) {
    Capsules capsules = new Capsules(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      // 131 and 77 mm apart: neighbours show different cloth
      capsules.make(i, part.radiusA, part.radiusB, part.material, 131f * i, 77f * i);
    }
    return capsules;
  }

  private void trunk() {
    double w = subject.shoulderHalfWidthMm() / subject.scale() / 172;
    double h = subject.hipHalfWidthMm() / subject.scale() / 88;
    across(Segment.PELVIS, 62 * h, 8, 15, 104, Material.TROUSERS);
    across(Segment.PELVIS, 58 * h, 0, 85, 96, Material.TROUSERS);
    across(Segment.CHEST, 52 * h, 0, 30, 90, Material.SHIRT);
    for (int side = -1; side <= 1; side += 2) {
      along(Segment.CHEST, side * 54 * w, 0, 90, 92, side * 68 * w, 0, 285, 97, Material.SHIRT);
    }
    across(Segment.CHEST, 118 * w, 5, 352, 56, Material.SHIRT);
  }

  private void head() {
    along(Segment.NECK, 0, 5, -45, 60, 0, -4, 85, 54, Material.SKIN);
    along(Segment.HEAD, 0, 6, 160, 84, 0, -26, 62, 60, Material.SKIN);
    along(Segment.HEAD, 0, 14, 168, 85, 0, 34, 120, 74, Material.HAIR);
  }

  private void arm(boolean right) {
    double s = subject.scale();
    Segment upper = Segment.UPPER_ARM_R.onSide(right);
    Segment fore = Segment.FOREARM_R.onSide(right);
    Segment hand = Segment.HAND_R.onSide(right);
    double l = subject.upperArmMm() / s;
    double f = subject.forearmMm() / s;
    along(upper, 0, 0, 0, 57, 0, 0, -0.5 * l, 50, Material.SHIRT);
    along(upper, 0, 0, -0.5 * l, 47, 0, 0, -l, 40, Material.SKIN);
    along(fore, 0, 0, -10, 42, 0, 0, -f, 28, Material.SKIN);
    along(hand, 0, 0, -15, 27, 0, -5, -70, 33, Material.SKIN);
    along(hand, 0, -6, -75, 31, 0, -18, -140, 19, Material.SKIN);
    along(hand, 0, -18, -40, 17, 0, -46, -88, 12, Material.SKIN); // the thumb, in front
  }

  private void leg(boolean right) {
    double s = subject.scale();
    Segment thigh = Segment.THIGH_R.onSide(right);
    Segment shin = Segment.SHIN_R.onSide(right);
    Segment foot = Segment.FOOT_R.onSide(right);
    double t = subject.thighMm() / s;
    double l = subject.shinMm() / s;
    boolean longTrousers = subject.trouserShare() > 1;
    Material below = longTrousers ? Material.TROUSERS : Material.SKIN;
    along(thigh, 0, 0, -5, 88, 0, 0, -t, 54, below);
    if (!longTrousers) {
      double hem = subject.trouserShare() * t - HEM_ROUND;
      double radius = 88 - 34 * hem / t + subject.hemMm();
      along(thigh, 0, 0, -5, 89, 0, 0, -hem, radius, Material.TROUSERS);
    }
    along(shin, 0, 0, -5, 54, 0, 10, -0.3 * l, 57, below);
    along(shin, 0, 10, -0.3 * l, 57, 0, 0, -l, longTrousers ? 46 : 37, below);
    along(foot, 0, 32, -40, 37, 0, -80, -42, 38, Material.SHOE);
    along(foot, 0, -80, -42, 38, 0, -160, -54, 26, Material.SHOE);
  }

  private void markers() {
    double w = subject.shoulderHalfWidthMm() / subject.scale();
    double arm = subject.upperArmMm() / subject.scale();
    double fore = subject.forearmMm() / subject.scale();
    double leg = subject.thighMm() / subject.scale();
    double shin = subject.shinMm() / subject.scale();
    ball(Segment.CHEST, 0, -100, 300);
    ball(Segment.CHEST, 0, -96, 180);
    for (int side = -1; side <= 1; side += 2) {
      boolean right = side < 0;
      ball(Segment.HEAD, side * 66, -55, 175);
      ball(Segment.HEAD, side * 66, 65, 175);
      ball(Segment.CHEST, side * (w - 10), 0, 410);
      ball(Segment.PELVIS, side * 112, -80, 110);
      ball(Segment.PELVIS, side * 50, 105, 95);
      ball(Segment.UPPER_ARM_R.onSide(right), side * 50, 0, -0.5 * arm);
      ball(Segment.UPPER_ARM_R.onSide(right), side * 41, 0, -arm);
      ball(Segment.FOREARM_R.onSide(right), side * 38, 0, -0.5 * fore);
      ball(Segment.FOREARM_R.onSide(right), side * 28, 0, -fore);
      ball(Segment.FOREARM_R.onSide(right), -side * 28, 0, -fore);
      ball(Segment.HAND_R.onSide(right), side * 24, 0, -80);
      ball(Segment.THIGH_R.onSide(right), side * 72, 0, -0.5 * leg);
      ball(Segment.THIGH_R.onSide(right), side * 55, 0, -leg);
      ball(Segment.SHIN_R.onSide(right), side * 50, 0, -0.5 * shin);
      ball(Segment.SHIN_R.onSide(right), side * 38, 0, -shin);
      ball(Segment.FOOT_R.onSide(right), 0, -150, -30);
      ball(Segment.FOOT_R.onSide(right), 0, 70, -40);
    }
  }

  /** A capsule that lies from left to right, symmetric to the middle. */
  private void across(
      Segment segment, double half, double y, double z, double radius, Material material) {
    along(segment, -half, y, z, radius, half, y, z, radius, material);
  }

  private void along(
      Segment segment,
      double ax,
      double ay,
      double az,
      double radiusA,
      double bx,
      double by,
      double bz,
      double radiusB,
      Material material) {
    double s = subject.scale();
    boolean soft = segment != Segment.HEAD && material != Material.SHOE;
    double g = s * (soft ? subject.girth() : 1);
    parts.add(
        new Part(
            segment,
            new double[] {ax * s, ay * s, az * s},
            new double[] {bx * s, by * s, bz * s},
            radiusA * g,
            radiusB * g,
            material));
  }

  private void ball(Segment segment, double x, double y, double z) {
    double s = subject.scale();
    double g = s * (segment == Segment.HEAD ? 1 : subject.girth());
    double[] centre = {x * g, y * g, z * s};
    parts.add(new Part(segment, centre, centre, 9, 9, Material.MARKER));
  }
}
