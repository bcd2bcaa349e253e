/**
 * {@code stream}: 3D poses out of Kafka to other people's programs, live. What is said is written
 * in {@link evpose.exports}; here are the sockets.
 */
@org.jspecify.annotations.NullMarked
package evpose.cli.stream;
