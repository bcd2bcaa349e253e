/**
 * What travels between the services: topics, keys, one record for each message, and their two
 * encodings (FlatBuffers for events, canonical JSON for everything else).
 *
 * <p>The way in: {@link evpose.messages.Topics} names the topics, {@link
 * evpose.messages.EventPackets} and {@link evpose.messages.Json} turn bytes into values and back.
 * Bytes from outside give either a value or a {@link evpose.messages.MalformedMessageException},
 * never anything else.
 *
 * <p>This package must not know who sends or who listens, and reads no clock.
 *
 * @see <a href="https://flatbuffers.dev/internals/">FlatBuffers internals, the wire format</a>
 */
@org.jspecify.annotations.NullMarked
package evpose.messages;
