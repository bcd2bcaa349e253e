package evpose.recordings;

/**
 * A kind of trouble that reading stepped over.
 *
 * @param kind short name, for counting; a key of {@code evpose info --json}
 * @param count how often it was met
 * @param first the first one in words, with file and byte
 */
public record RecordingProblem(String kind, long count, String first) {}
