package evpose.cli.chaos;

/**
 * How long a camera had no new pose after the instance that served it was killed.
 *
 * @param victim the instance
 * @param seconds wall time from SIGKILL to the first pose of a new step
 * @param alone whether nothing else was done to broker or cameras within that time
 */
public record Recovery(String victim, String camera, double seconds, boolean alone) {}
