/**
 * From counted operations to estimated energy. Joules are an assumption and live here only: poses
 * carry counts, this package names the table that turns them into watts. Knows nobody.
 */
@org.jspecify.annotations.NullMarked
package evpose.evaluation.energy;
