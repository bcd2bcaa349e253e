package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.OperationCounts;
import evpose.hybrid.Operations;
import java.util.List;
import java.util.Map;

/**
 * The hybrid under several policies of key frames, on whole takes.
 *
 * @param rows in the order in which they were asked for
 * @param takes that were played
 * @param steps of one camera that all policies answered, over all cameras: all numbers are of them
 * @param denseMicros from one run to the next of the dense network that is run at every step of the
 *     takes, which shares are told of
 * @param description of the network
 */
record PolicyResult(
    List<Row> rows, int takes, long steps, long denseMicros, ModelDescription description) {
  /**
   * One policy.
   *
   * @param px mean joint error, sub-pixel peaks
   * @param inSightPx the same of all joints that the sensor sees, those beside the network's input
   *     included: what the stream measures of itself
   * @param perTakePx px take by take
   * @param answeredShare of all steps, those before the first key frame included
   * @param keyFrames that took effect
   * @param done all operations
   */
  record Row(
      String policy,
      double px,
      double inSightPx,
      Map<String, Double> perTakePx,
      double answeredShare,
      long keyFrames,
      OperationCounts done) {}

  double seconds() {
    return steps * description.stepMicros() / 1e6;
  }

  double keyFramesPerSecond(Row row) {
    return row.keyFrames / seconds();
  }

  /** Estimated power of one camera, exact counts, watts. */
  double watts(Row row, EnergyTable energy) {
    return energy.joules(row.done.macs(), row.done.acs()) / seconds();
  }

  /** The same with the head as it is executed: spikes that arrive, in place of dense work. */
  double executedWatts(Row row, EnergyTable energy) {
    double macs = row.done.macs() - row.done.headMacs();
    return energy.joules(macs, row.done.acs() + row.done.headAcs()) / seconds();
  }

  /** Estimated power of the dense network at every step, watts. */
  double annWatts(EnergyTable energy) {
    return energy.joules(Operations.annMacs(description), 0) / (denseMicros / 1e6);
  }

  /** Share of the power of the dense network at every step. */
  double energyShare(Row row, EnergyTable energy) {
    return watts(row, energy) / annWatts(energy);
  }

  /** The same with the head as it is executed. */
  double executedShare(Row row, EnergyTable energy) {
    return executedWatts(row, energy) / annWatts(energy);
  }

  /** Of it what key frames cost: the dense network and the state initialisation. */
  double keyFrameShare(Row row, EnergyTable energy) {
    double macs = row.done.annMacs() + row.done.stateInitMacs();
    return energy.joules(macs, 0) / seconds() / annWatts(energy);
  }

  /** Of it what the spiking network costs, its head included. */
  double spikingShare(Row row, EnergyTable energy) {
    return energyShare(row, energy) - keyFrameShare(row, energy);
  }

  /** What a key frame a second costs, as a share. */
  double shareOfKeyFrame() {
    double every = 1e6 / denseMicros;
    return Operations.keyFrameMacs(description) / (Operations.annMacs(description) * every);
  }
}
