package evpose.simulation;

import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Figure;
import evpose.simulation.body.Subject;
import evpose.simulation.chance.Dice;
import evpose.simulation.render.Capsules;

/**
 * The person in the room: a motion done by a subject at the subject's own place. In DHP19 people
 * stand some centimetres from the middle and never quite straight to the cameras.
 */
final class Stage {
  private final Motion motion;
  private final Figure figure;
  private final BodyPose pose = new BodyPose();
  private final double yawDegrees;
  private final double xMm;
  private final double yMm;
  private final double[] lastEnds;

  Stage(SimulatorSettings settings) {
    motion = settings.motion();
    figure = new Figure(Subject.of(settings.subjectSeed()));
    Dice place = Dice.of(settings.subjectSeed(), "place");
    yawDegrees = place.around(0, 6, 2);
    xMm = place.around(20, 50, 2.5);
    yMm = place.uniform(-150, 150);
    lastEnds = new double[6 * figure.capsules().count()];
  }

  /** The figure as it is at a time; the same object at every call. */
  Figure stand(double seconds) {
    motion.poseAt(seconds, pose);
    pose.move(yawDegrees, xMm, yMm);
    figure.stand(pose);
    return figure;
  }

  Figure figure() {
    return figure;
  }

  /** How far any end of a capsule went since the last call, mm. */
  double farthestMove() {
    Capsules capsules = figure.capsules();
    double[] a = capsules.a();
    double[] b = capsules.b();
    double farthest = 0;
    for (int i = 0; i < a.length; i += 3) {
      farthest = Math.max(farthest, squareDistance(a, i, lastEnds, i));
      farthest = Math.max(farthest, squareDistance(b, i, lastEnds, a.length + i));
    }
    System.arraycopy(a, 0, lastEnds, 0, a.length);
    System.arraycopy(b, 0, lastEnds, a.length, b.length);
    return Math.sqrt(farthest);
  }

  private static double squareDistance(double[] a, int i, double[] b, int j) {
    double dx = a[i] - b[j];
    double dy = a[i + 1] - b[j + 1];
    double dz = a[i + 2] - b[j + 2];
    return dx * dx + dy * dy + dz * dz;
  }
}
