package evpose.triangulation.service;

import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * What triangulation-service answers to a partition of {@code poses-2d}, computed again without
 * Kafka and by the same classes: for whoever wants to prove what the stream said. Must be given the
 * partition from its first record on. Not thread-safe.
 */
public final class TriangulationReplay {
  private final TaskRigs rigs;
  private final TriangulationSettings settings;

  /**
   * @param settings of triangulation-service by their full names, {@code
   *     evpose.triangulation.grace-steps}; those that are missing have their defaults
   * @param rig whose poses are answered
   * @param sink receives answers, during {@link #accept}
   * @throws IllegalArgumentException when a setting is out of its range; says what to do
   */
  public TriangulationReplay(
      Map<String, String> settings,
      RigMessage rig,
      Optional<CalibrationMessage> calibration,
      Consumer<Pose3dMessage> sink) {
    this.settings = bind(settings);
    Placings.check(this.settings);
    rigs =
        new TaskRigs(
            name -> name.equals(rig.rig()) ? Optional.of(rig) : Optional.empty(),
            name -> calibration,
            (partition, before, enough) -> List.of(),
            this.settings,
            answer -> sink.accept(answer.pose()),
            notice -> {});
  }

  private static TriangulationSettings bind(Map<String, String> settings) {
    try {
      return new Binder(new MapConfigurationPropertySource(settings))
          .bindOrCreate("evpose.triangulation", Bindable.of(TriangulationSettings.class));
    } catch (BindException e) {
      Throwable bottom = e;
      while (bottom.getCause() != null) {
        bottom = bottom.getCause();
      }
      throw new IllegalArgumentException(String.valueOf(bottom.getMessage()), e);
    }
  }

  /** How long late views are waited for, steps. */
  public int horizonSteps() {
    return settings.horizonSteps();
  }

  /**
   * So many steps after the first one of a log whose beginning is lost, answers are the true ones.
   */
  public long reachSteps() {
    return rigs.reachSteps();
  }

  /**
   * Takes the next record of the rig.
   *
   * @return the reason why triangulation-service sets it aside, or null when it does not
   */
  public @Nullable String accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return "not-json";
    }
    try {
      Refusal refusal =
          rigs.accept(
              new TopicPartition(record.topic(), record.partition()),
              record.offset(),
              record.key(),
              Json.decode(record.value(), Pose2dMessage.class),
              record.headers());
      return refusal == null ? null : refusal.reason();
    } catch (MalformedMessageException e) {
      return e.reason();
    }
  }
}
