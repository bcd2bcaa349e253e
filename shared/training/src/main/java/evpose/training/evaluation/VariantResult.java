package evpose.training.evaluation;

/**
 * What came of one predictor.
 *
 * @param name its key in the report
 * @param what one sentence for people
 * @param sha256 of the weights
 * @param stepMicros of the network; all are scored at the same instants
 */
record VariantResult(
    String name, String what, String sha256, long stepMicros, Accuracy accuracy, Cost cost) {}
