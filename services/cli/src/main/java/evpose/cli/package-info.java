/**
 * The {@code evpose} command: one class a sub-command, each a thin skin over a room of {@code
 * shared/} or over all-in-one. Exit codes: 0 all well, 1 the run found something wrong (said on
 * standard error), 2 bad usage.
 */
@org.jspecify.annotations.NullMarked
package evpose.cli;
