package evpose.cli.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it must be, and where it lies.
 *
 * @param kind kebab-case, out of a small fixed set
 * @param topic where to look; the record at {@code offset} is the one that shows it
 * @param offset -1 when what is missing has none
 * @param key whose, such as {@code dhp19/cam0 step 17}
 * @param field the first that differs, {@code joints[3].x}; null when a whole record is at fault
 * @param recorded what the log says; null for nothing
 * @param expected what it must say; null for nothing
 */
public record Finding(
    String kind,
    String topic,
    int partition,
    long offset,
    String key,
    @Nullable String field,
    @Nullable String recorded,
    @Nullable String expected) {

  /** In one line. */
  @Override
  public String toString() {
    StringBuilder line =
        new StringBuilder(kind)
            .append(": ")
            .append(topic)
            .append(" partition ")
            .append(partition)
            .append(offset < 0 ? "" : " offset " + offset)
            .append(", ")
            .append(key);
    if (field != null) {
      line.append(", field ").append(field);
    }
    if (recorded != null) {
      line.append(", recorded=").append(recorded);
    }
    if (expected != null) {
      line.append(", expected=").append(expected);
    }
    return line.toString();
  }
}
