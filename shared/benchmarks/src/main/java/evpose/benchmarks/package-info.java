/** What a step costs, in time and in bytes: slicing, binning, the event-driven engine. */
@NullMarked
package evpose.benchmarks;

import org.jspecify.annotations.NullMarked;
