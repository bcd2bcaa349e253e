package evpose.simulation;

import evpose.simulation.body.BodyPose;

/** A script done in a style, for ever. */
final class ProceduralMotion implements Motion {
  private final String name;
  private final Movements.Script script;
  private final Style style;
  private final Tempo tempo;
  private final JointAngles angles = new JointAngles();

  ProceduralMotion(String name, Movements.Script script, Style style, Tempo tempo) {
    this.name = name;
    this.script = script;
    this.style = style;
    this.tempo = tempo;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void poseAt(double seconds, BodyPose out) {
    double periods = tempo.periodsAt(seconds);
    style.stand(angles, seconds, periods);
    script.move(angles, periods, style);
    angles.toPose(out);
  }
}
