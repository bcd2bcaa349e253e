/**
 * The event-driven spiking network: it walks the spikes, not the pixels. Each spike adds one run of
 * weights to every output cell that its kernel covers, so the work follows the activity.
 *
 * <p>The way in is {@link evpose.kernels.SparseSnn}, built on {@link evpose.kernels.SparseWeights}.
 * The arithmetic exists twice, as plain loops and on the Vector API; both add in the same order and
 * give the same bits. This package knows nothing of cameras, files or DJL.
 */
@org.jspecify.annotations.NullMarked
package evpose.kernels;
