package evpose.cli.chaos;

/**
 * What is put under fire.
 *
 * @param seconds of data, played in real time
 * @param cameras of the rig
 * @param model a shipped preset or a {@code .json}
 * @param fastFailover whether dead instances are replaced after 3 s instead of 10
 */
public record ChaosSettings(double seconds, int cameras, String model, boolean fastFailover) {}
