package evpose.simulation;

import evpose.simulation.body.BodyPose;

/** A motion that stopped at a moment. */
record Frozen(Motion motion, double atSeconds) implements Motion {
  @Override
  public String name() {
    return "frozen " + motion.name();
  }

  @Override
  public void poseAt(double seconds, BodyPose out) {
    motion.poseAt(atSeconds, out);
  }
}
