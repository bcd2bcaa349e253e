/**
 * Training of the hybrid on simulated takes: takes are made and stored once, samples are cut from
 * them the way the stream cuts its windows, the ANN is trained first, then with the ANN frozen the
 * state initialisation and the SNN.
 *
 * <p>Way in: {@link evpose.training.TrainingRun#run}, with one JSON file of {@link
 * evpose.training.TrainingSettings}. Knows no DJL (that is behind {@code
 * evpose.hybrid.djl.TrainableHybrid}), no Kafka and no Spring.
 */
@org.jspecify.annotations.NullMarked
package evpose.training;
