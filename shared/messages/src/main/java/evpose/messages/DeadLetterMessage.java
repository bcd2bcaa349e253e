package evpose.messages;

/**
 * A record that could not be used, and where it lies: its bytes stay in the source topic.
 *
 * @param topic the source topic
 * @param partition the source partition
 * @param offset the source offset
 * @param reason kebab-case code, {@code bad-offset}
 * @param message what is wrong and what to do, one line
 * @param sha256 of the record's value, hexadecimal; "" when it had none
 * @param service who set it aside
 * @param keyText the record's key, as far as it is text
 */
public record DeadLetterMessage(
    String topic,
    int partition,
    long offset,
    String reason,
    String message,
    String sha256,
    String service,
    String keyText) {
  public DeadLetterMessage {
    Checks.notNegative("partition", partition);
    Checks.notNegative("offset", offset);
  }
}
