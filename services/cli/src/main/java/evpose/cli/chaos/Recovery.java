package evpose.cli.chaos;

import org.jspecify.annotations.Nullable;

/**
 * How long a camera had no new pose after the instance that served it was killed.
 *
 * @param victim the instance and which of its lives, such as camera-1.2
 * @param seconds wall time from SIGKILL to the first pose of a new step
 * @param backlogSeconds wall time from there until its poses followed its packets within 100 ms
 *     again; null when they did not
 * @param alone whether nothing else was done to broker or cameras within that time
 */
public record Recovery(
    String victim, String camera, double seconds, @Nullable Double backlogSeconds, boolean alone) {}
