package evpose.cli.doctor;

/**
 * A link of the chain, looked at.
 *
 * @param link which, {@code topics}
 * @param subject what of it, a topic or a camera; "" for the link as a whole
 * @param says what was found, one sentence with numbers
 * @param cure what to do about it, a command where there is one; "" when nothing is
 */
public record Check(String link, String subject, Level level, String says, String cure) {}
