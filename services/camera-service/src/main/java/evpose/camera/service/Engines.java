package evpose.camera.service;

import evpose.kernels.WeightForm;

/**
 * What the network runs on.
 *
 * @param annThreads that run ANNs beside the stream
 * @param snnThreads that share the spiking network's steps, the stream's own included
 * @param snnWeights as numbers; float32 and int16 give different poses
 */
record Engines(int annThreads, int snnThreads, WeightForm snnWeights) {
  /** One thread each, weights as trained. */
  static final Engines PLAIN = new Engines(1, 1, WeightForm.FLOAT32);
}
