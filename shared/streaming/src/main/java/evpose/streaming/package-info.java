/**
 * What every Kafka Streams service of evpose needs, and nothing of what they compute: settings,
 * reading a log backwards, dead letters, the tables of rigs and calibrations, running and stopping.
 * The ways in are {@link evpose.streaming.StreamsSettings}, {@link evpose.streaming.RigDirectory},
 * {@link evpose.streaming.DeadLetters}, {@link evpose.streaming.LogReader} inside a topology and
 * {@link evpose.streaming.TopicAdmin}, {@link evpose.streaming.StreamsRunner}, {@link
 * evpose.streaming.PollGate} around it.
 *
 * <p>Must not know Spring, poses or events.
 */
@org.jspecify.annotations.NullMarked
package evpose.streaming;
