package evpose.training.evaluation;

import java.util.List;

/**
 * What came of one predictor.
 *
 * @param name its key in the report
 * @param what one sentence for people
 * @param sha256 of the weights
 * @param stepMicros of the network; all are scored at the same instants
 * @param initialPotentials of the nine spiking layers; empty where no key frame sets them
 */
record VariantResult(
    String name,
    String what,
    String sha256,
    long stepMicros,
    Accuracy accuracy,
    Cost cost,
    List<InitialPotentials.OfLayer> initialPotentials) {}
