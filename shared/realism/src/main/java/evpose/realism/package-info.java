/**
 * How real simulated events are, measured: a network trained on real recordings only must find the
 * joints in simulated frames, and one trained on simulated frames only must find them in real ones.
 */
@org.jspecify.annotations.NullMarked
package evpose.realism;
