package evpose.cli.audit;

import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be proved.
 *
 * @param bootstrap where Kafka is, {@code host:port}
 * @param model that the 2D poses were made with where the rig names none: a shipped preset or a
 *     {@code .json}
 * @param models a folder of those that the rig names by their SHA-256; null for none
 * @param settings of triangulation-service by their full names; missing ones have their defaults
 * @param fromStep first step that is looked at, on the rig's grid
 * @param toStep first step that is not looked at any more
 */
public record AuditRequest(
    String bootstrap,
    RigMessage rig,
    Optional<CalibrationMessage> calibration,
    String model,
    @Nullable Path models,
    Map<String, String> settings,
    long fromStep,
    long toStep) {
  public AuditRequest {
    if (fromStep < 0 || toStep <= fromStep) {
      throw new IllegalArgumentException(
          "a range begins at 0 or later and ends after it begins: from="
              + fromStep
              + ", to="
              + toStep);
    }
    settings = Map.copyOf(settings);
  }

  /** The same with a setting that counts where none was given. */
  AuditRequest withDefault(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putIfAbsent(key, value);
    return new AuditRequest(bootstrap, rig, calibration, model, models, all, fromStep, toStep);
  }

  boolean looksAt(long step) {
    return step >= fromStep && step < toStep;
  }
}
