/**
 * How fast the event-driven spiking network is beside the dense one, in one run on the same weights
 * and the same spikes.
 *
 * <p>The way in is {@link evpose.hybrid.djl.bench.EngineBench}. Knows both engines, and nothing of
 * files or words on a screen.
 */
@org.jspecify.annotations.NullMarked
package evpose.hybrid.djl.bench;
