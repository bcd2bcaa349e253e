/**
 * Events become the numbers that a network reads: histograms over cells of the input, for the ANN
 * stacked by time, for the SNN sparse. Knows events, and nothing of networks.
 *
 * @see "Aydin et al. 2024, section 3.1"
 */
@org.jspecify.annotations.NullMarked
package evpose.representation;
