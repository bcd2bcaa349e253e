/** How far predicted joints lie from the truth. Knows {@code evpose.pose}; no clock, no Kafka. */
@org.jspecify.annotations.NullMarked
package evpose.evaluation.accuracy;
