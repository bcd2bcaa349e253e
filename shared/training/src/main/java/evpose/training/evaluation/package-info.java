/**
 * A bench that cannot flatter: predictors side by side on the same windows of the same takes, by
 * the label rules that training has, with errors, operations by two conventions and estimated
 * energy. {@link evpose.training.evaluation.Bench} runs it; adding a predictor is one line in
 * {@link evpose.training.evaluation.Predictors}.
 *
 * <p>Deterministic: workers score blocks in any order, sums are made in the order of the blocks.
 *
 * @see "model-spec 6 and 7"
 */
@org.jspecify.annotations.NullMarked
package evpose.training.evaluation;
