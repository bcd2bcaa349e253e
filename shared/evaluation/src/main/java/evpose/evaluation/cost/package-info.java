/** What a stream costs in processor time, as a rule fitted to measurements. Knows nobody. */
@org.jspecify.annotations.NullMarked
package evpose.evaluation.cost;
