/**
 * triangulation-service: 2D poses of a rig's cameras in, 3D poses out. The arithmetic lives in
 * {@code evpose.alignment} and {@code evpose.triangulation}; this package ties it to Kafka Streams.
 * Knows nothing of events, networks or truth.
 */
@org.jspecify.annotations.NullMarked
package evpose.triangulation.service;
