package evpose.training.evaluation;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;

/** What a predictor did, counted where it was done; added up in the order of the blocks. */
final class Work {
  /** Steps of data time that were answered. */
  long steps;

  /** Steps of data time that were answered by a spiking network. */
  long spikingSteps;

  long annRuns;
  long stateInits;

  /** Steps that a spiking network ran only to catch up with a key frame that took its time. */
  long catchUpSteps;

  /** After each key frame that counts. */
  final InitialPotentials potentials = new InitialPotentials();

  long neuronUpdates;
  long headAccumulates;
  final long[] accumulates = new long[ModelDescription.SPIKING_LAYERS];

  /** Of all steps that were made, those that only catch up as well. */
  final long[] madeSpikes = new long[ModelDescription.SPIKING_LAYERS];

  /** Input cells in which something happened, of all steps that were made. */
  long madeInputCells;

  /** Of answered steps: [layer][step of the window]. */
  final long[][] spikes;

  /** Answered steps, by step of the window. */
  final long[] stepCounts;

  Work(int stepsPerWindow) {
    spikes = new long[ModelDescription.SPIKING_LAYERS][stepsPerWindow];
    stepCounts = new long[stepsPerWindow];
  }

  /** A step that a spiking network has just made; t is -1 while it only catches up. */
  void spiked(SnnEngine snn, int t, int cells) {
    neuronUpdates += snn.lastNeuronUpdates();
    headAccumulates += snn.lastHeadAccumulates();
    madeInputCells += cells;
    for (int k = 0; k < accumulates.length; k++) {
      accumulates[k] += snn.lastAccumulates(k);
      madeSpikes[k] += snn.lastSpikes(k);
    }
    if (t < 0) {
      catchUpSteps++;
      return;
    }
    spikingSteps++;
    stepCounts[t]++;
    for (int k = 0; k < spikes.length; k++) {
      spikes[k][t] += snn.lastSpikes(k);
    }
  }

  void add(Work other) {
    steps += other.steps;
    spikingSteps += other.spikingSteps;
    annRuns += other.annRuns;
    stateInits += other.stateInits;
    catchUpSteps += other.catchUpSteps;
    potentials.add(other.potentials);
    neuronUpdates += other.neuronUpdates;
    headAccumulates += other.headAccumulates;
    madeInputCells += other.madeInputCells;
    for (int k = 0; k < accumulates.length; k++) {
      accumulates[k] += other.accumulates[k];
      madeSpikes[k] += other.madeSpikes[k];
      for (int t = 0; t < stepCounts.length; t++) {
        spikes[k][t] += other.spikes[k][t];
      }
    }
    for (int t = 0; t < stepCounts.length; t++) {
      stepCounts[t] += other.stepCounts[t];
    }
  }
}
