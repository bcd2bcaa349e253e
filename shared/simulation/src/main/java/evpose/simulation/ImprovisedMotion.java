package evpose.simulation;

import static evpose.simulation.JointAngles.L;
import static evpose.simulation.JointAngles.R;

import evpose.simulation.body.BodyPose;
import evpose.simulation.chance.Dice;

/**
 * A person who does none of the 33 movements: legs that walk and stop, lift one by one or crouch,
 * arms that go where they like, a trunk that bends and turns, about the middle of the room. A
 * network that has seen only the 33 knows them by heart and little else; this is for it to learn
 * what bodies can do.
 */
final class ImprovisedMotion implements Motion {
  /** How far from the middle of the room, mm; captured motion goes as far. */
  private static final double ROOM_MM = 280;

  private enum Legs {
    GAIT,
    LIFTS,
    CROUCH
  }

  private final Style style;
  private final JointAngles angles = new JointAngles();
  private final Legs legs;
  private final boolean jogs;
  private final double stepsHz;
  private final boolean[] armSwings = new boolean[2];
  private final Course x;
  private final Course y;
  private final Course turn;
  private final Course lean;
  private final Course bend;
  private final Course sideBend;
  private final Course twist;
  private final Course nod;
  private final Course headTurn;
  private final Course drive;
  private final Course lift;
  private final Course aside;
  private final Course[] shoulderFlexion = new Course[2];
  private final Course[] shoulderAbduction = new Course[2];
  private final Course[] shoulderInward = new Course[2];
  private final Course[] elbow = new Course[2];

  ImprovisedMotion(long seed) {
    style = new Style(seed, Movements.COUNT + 1);
    Dice dice = Dice.of(seed, "improvised");
    double choice = dice.uniform();
    legs = choice < 0.5 ? Legs.GAIT : choice < 0.75 ? Legs.LIFTS : Legs.CROUCH;
    jogs = dice.uniform() < 0.3;
    stepsHz = (jogs ? 1.35 : 0.9) * dice.uniform(0.75, 1.15);
    x = new Course(dice, -ROOM_MM, ROOM_MM, 1.6);
    y = new Course(dice, -ROOM_MM, ROOM_MM, 1.6);
    double facing = dice.uniform() < 0.75 ? 45 : 110;
    turn = new Course(dice, -facing, facing, 1.6);
    lean = new Course(dice, -8, 18, 1.2);
    bend = new Course(dice, -6, dice.uniform() < 0.3 ? 50 : 20, 1.2);
    sideBend = new Course(dice, -14, 14, 1.1);
    twist = new Course(dice, -25, 25, 1);
    nod = new Course(dice, -12, 32, 0.9);
    headTurn = new Course(dice, -45, 45, 0.9);
    drive = new Course(dice, -0.3, 1.15, 1.8);
    lift = new Course(dice, -1, 1, 0.8);
    aside = new Course(dice, 0, 1, 0.9);
    for (int i = R; i <= L; i++) {
      armSwings[i] = dice.uniform() < 0.35;
      double seconds = dice.uniform(0.45, 1.1);
      shoulderFlexion[i] = new Course(dice, -35, dice.uniform() < 0.5 ? 60 : 150, seconds);
      shoulderAbduction[i] = new Course(dice, 2, dice.uniform() < 0.6 ? 40 : 110, seconds);
      shoulderInward[i] = new Course(dice, -60, 70, seconds);
      elbow[i] = new Course(dice, 5, 130, seconds);
    }
  }

  @Override
  public String name() {
    return "improvised";
  }

  @Override
  public void poseAt(double seconds, BodyPose out) {
    JointAngles a = angles;
    double f = stepsHz * seconds;
    style.stand(a, seconds, f);
    double usual = style.reach;
    switch (legs) {
      case GAIT -> gait(a, f, seconds);
      case LIFTS -> lifts(a, seconds);
      case CROUCH -> crouch(a, seconds);
    }
    style.reach = usual;
    a.xMm += x.at(seconds);
    a.yMm += y.at(seconds);
    a.turn += turn.at(seconds);
    a.lean += lean.at(seconds);
    a.bend += bend.at(seconds);
    a.sideBend += sideBend.at(seconds);
    a.twist += twist.at(seconds);
    a.nod += nod.at(seconds);
    a.headTurn += headTurn.at(seconds);
    for (int i = R; i <= L; i++) {
      if (!(legs == Legs.GAIT && armSwings[i])) {
        a.shoulderFlexion[i] = shoulderFlexion[i].at(seconds);
        a.shoulderAbduction[i] = shoulderAbduction[i].at(seconds);
        a.shoulderInward[i] = shoulderInward[i].at(seconds);
        a.elbow[i] = elbow[i].at(seconds);
      }
    }
    a.toPose(out);
  }

  /** Steps of any length, none at all from time to time. */
  private void gait(JointAngles a, double f, double seconds) {
    style.reach = Math.max(0, drive.at(seconds));
    if (jogs) {
      LegMovements.jog(a, f, style);
      a.jumpMm *= Math.min(1, style.reach);
    } else {
      LegMovements.walk(a, f, style);
    }
  }

  /** One leg or the other, forwards and to its side. */
  private void lifts(JointAngles a, double seconds) {
    double u = lift.at(seconds);
    int i = u > 0 ? R : L;
    double high = Math.max(0, Math.abs(u) - 0.15);
    double out = aside.at(seconds);
    a.hipFlexion[i] += 85 * high * (1 - 0.7 * out);
    a.hipAbduction[i] += 45 * high * out;
    a.knee[i] += 100 * high * Math.max(0, 1 - 0.9 * drive.at(seconds));
    a.tilt += (i == R ? 6 : -6) * high * out;
    a.xMm += (i == R ? 45 : -45) * high;
  }

  private void crouch(JointAngles a, double seconds) {
    double deep = Math.max(0, drive.at(seconds));
    for (int i = R; i <= L; i++) {
      a.hipFlexion[i] += 62 * deep;
      a.knee[i] += 85 * deep;
      a.ankle[i] -= 25 * deep;
      a.hipAbduction[i] += 12 * aside.at(seconds);
    }
    a.lean += 22 * deep;
  }
}
