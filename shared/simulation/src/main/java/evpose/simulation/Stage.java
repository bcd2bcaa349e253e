package evpose.simulation;

import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Figure;
import evpose.simulation.body.Subject;
import evpose.simulation.chance.Dice;

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

  Stage(SimulatorSettings settings) {
    motion = settings.motion();
    figure = new Figure(Subject.of(settings.subjectSeed()));
    Dice place = Dice.of(settings.subjectSeed(), "place");
    yawDegrees = place.around(0, 6, 2);
    xMm = place.around(20, 50, 2.5);
    yMm = place.uniform(-150, 150);
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
}
