/**
 * The paper's tables and figures, each of its numbers beside ours: a catalogue of the paper's
 * numbers says where in the reports of {@code evpose evaluate} its counterpart stands. No number of
 * ours is written down here. {@link evpose.training.paper.PaperReport} lays them side by side.
 */
@org.jspecify.annotations.NullMarked
package evpose.training.paper;
