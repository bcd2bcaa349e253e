package evpose.simulation;

import evpose.simulation.body.BodyPose;

/** A script done in a style, for ever. */
final class ProceduralMotion implements Motion {
  private final String name;
  private final double periodSeconds;
  private final Movements.Script script;
  private final Style style;
  private final JointAngles angles = new JointAngles();

  ProceduralMotion(String name, double periodSeconds, Movements.Script script, Style style) {
    this.name = name;
    this.periodSeconds = periodSeconds / style.pace;
    this.script = script;
    this.style = style;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void poseAt(double seconds, BodyPose out) {
    double periods = seconds / periodSeconds + style.phase;
    style.stand(angles, seconds, periods);
    script.move(angles, periods, style);
    angles.toPose(out);
  }
}
