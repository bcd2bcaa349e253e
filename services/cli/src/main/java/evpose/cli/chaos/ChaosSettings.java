package evpose.cli.chaos;

import evpose.cli.chaos.ChaosPlan.Deed;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is put under fire, and by what.
 *
 * @param seconds of data, played in real time; at least 30
 * @param cameras of the rig
 * @param model a shipped preset or a {@code .json}
 * @param fastFailover whether dead instances are replaced after 3 s instead of 8
 * @param shedAfterMillis a camera that is farther behind gives up steps; 0 never
 * @param deeds what may be done; in the order of their kind
 * @param pauseSeconds mean time between two deeds
 */
public record ChaosSettings(
    double seconds,
    int cameras,
    String model,
    boolean fastFailover,
    int shedAfterMillis,
    Set<Deed> deeds,
    double pauseSeconds) {
  public ChaosSettings {
    if (seconds < 30) {
      throw new IllegalArgumentException("chaos needs 30 s at least: seconds=" + seconds);
    }
    if (deeds.isEmpty() || !(pauseSeconds >= 1)) {
      throw new IllegalArgumentException(
          "something must be done, with a second between at least: deeds="
              + deeds
              + ", pauseSeconds="
              + pauseSeconds);
    }
    deeds = EnumSet.copyOf(deeds);
  }
}
