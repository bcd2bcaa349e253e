package evpose.simulation;

/** The joints a simulator would label, without rendering anything. */
final class Truth {
  private Truth() {}

  /** [13][3] mm in the world. */
  static double[] at(SimulatorSettings settings, double seconds) {
    return new Stage(settings).stand(seconds).jointsInWorldMm();
  }
}
