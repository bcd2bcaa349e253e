/**
 * Learned triangulation: what the hybrid saw of takes is stored once, samples are spans of it with
 * the pose at their end, a temporal network learns to place joints from them.
 *
 * <p>Way in: {@link evpose.training.triangulation.EstimatedTakes} stores what the hybrid sees,
 * {@link evpose.training.triangulation.TriangulationTraining} trains on it.
 */
@org.jspecify.annotations.NullMarked
package evpose.training.triangulation;
