/**
 * Weights in and out of PyTorch, and what a weights file holds. A checkpoint is a zip archive with
 * a pickle inside; it comes from strangers, so nothing in it is ever run: a reader of our own knows
 * the few instructions and names that a {@code state_dict} needs and refuses all others. The way
 * in: {@link evpose.weights.exchange.Checkpoints}, {@link evpose.weights.exchange.WeightsInfo}.
 */
@org.jspecify.annotations.NullMarked
package evpose.weights.exchange;
