/**
 * Runs the stream as real processes, kills, freezes, restarts and disturbs them by a seeded plan,
 * and then has the log proven.
 *
 * <p>The way in is {@link evpose.cli.chaos.Chaos}. What is done when is a function of the seed;
 * what came of it is judged by {@link evpose.cli.audit.LogAudit}, from the log alone.
 */
@org.jspecify.annotations.NullMarked
package evpose.cli.chaos;
