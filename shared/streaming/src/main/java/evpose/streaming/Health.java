package evpose.streaming;

/**
 * Whether a service would work now.
 *
 * @param cause why not, with what to do; or what it is doing
 */
public record Health(boolean ok, String cause) {}
