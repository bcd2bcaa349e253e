/**
 * The hybrid network on DJL's PyTorch: the ANN with its state initialisation ({@link
 * evpose.hybrid.djl.DjlAnn}), a dense spiking network that the event-driven one is held against
 * ({@link evpose.hybrid.djl.DjlDenseSnn}), and the same arithmetic with gradients for training.
 *
 * <p>The networks are plain functions of named arrays: no blocks, no parameter store, the names are
 * those of the weights file. Way in: {@link evpose.hybrid.djl.NativeRuntime#load} first. Knows
 * nothing of streams, files or cameras; the only door to ai.djl.
 */
@org.jspecify.annotations.NullMarked
package evpose.hybrid.djl;
