package evpose.camera.service;

import evpose.events.window.ShedPolicy;
import evpose.kernels.WeightForm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set on camera-service; {@code camera-service.yml} says what happens when you turn it.
 *
 * @param applicationId consumer group and identity of the stream
 * @param model a shipped preset, or the path of a trained model's {@code .json}
 * @param models a folder of trained models that rigs may name by their SHA-256; empty for none
 * @param keyFrameMillis period of the ANN, for rigs that name no policy of their own
 * @param keyFrameDelaySteps so many steps later an answer of the ANN counts
 * @param annThreads threads that run ANNs beside the stream; 0 for as many as fit the machine
 * @param snnThreads threads that share the steps of the spiking network
 * @param snnWeights float32 or int16
 * @param threads threads of the stream
 * @param exactlyOnce whether records travel in transactions
 * @param warmUpSteps steps on made-up events before the first real one
 * @param fastFailover whether a dead instance is replaced after 3 s instead of 8
 * @param shedAfterMillis packets that were published longer ago make their camera give up steps; 0
 *     never does
 * @param shed which steps: oldest-first or freshest-first
 * @param abreastMillis of data time that a camera may be ahead of its rig's slowest in a backlog; 0
 *     for any
 */
@ConfigurationProperties("evpose.camera")
record CameraSettings(
    @DefaultValue("evpose-camera") String applicationId,
    @DefaultValue("compact") String model,
    @DefaultValue("") String models,
    @DefaultValue("100") int keyFrameMillis,
    @DefaultValue("0") int keyFrameDelaySteps,
    @DefaultValue("0") int annThreads,
    @DefaultValue("1") int snnThreads,
    @DefaultValue("float32") String snnWeights,
    @DefaultValue("2") int threads,
    @DefaultValue("false") boolean exactlyOnce,
    @DefaultValue("1000") int warmUpSteps,
    @DefaultValue("false") boolean fastFailover,
    @DefaultValue("0") int shedAfterMillis,
    @DefaultValue("oldest-first") String shed,
    @DefaultValue("10000") int abreastMillis) {
  /** A longer one would make the past that a restart reads too long to be quick. */
  static final int MAX_KEY_FRAME_MILLIS = 2000;

  /** A later one would rest on what is long past. */
  static final int MAX_DELAY_STEPS = 100;

  /** A longer backlog is no backlog but a recording. */
  static final int MAX_SHED_MILLIS = 60_000;

  /** Farther apart, and what one poll lets through more, comes near to triangulation's horizon. */
  static final int MAX_ABREAST_MILLIS = 20_000;

  CameraSettings {
    require(!applicationId.isBlank(), "evpose.camera.application-id must not be empty");
    require(!model.isBlank(), "evpose.camera.model must name a preset or a model file");
    require(
        models.isBlank() || Files.isDirectory(Path.of(models)),
        "evpose.camera.models must be a folder that is there, or empty: models=" + models);
    require(
        keyFrameMillis >= 1 && keyFrameMillis <= MAX_KEY_FRAME_MILLIS,
        "evpose.camera.key-frame-millis must be in [1, "
            + MAX_KEY_FRAME_MILLIS
            + "]: key-frame-millis="
            + keyFrameMillis);
    require(
        keyFrameDelaySteps >= 0 && keyFrameDelaySteps <= MAX_DELAY_STEPS,
        "evpose.camera.key-frame-delay-steps must be in [0, "
            + MAX_DELAY_STEPS
            + "]: key-frame-delay-steps="
            + keyFrameDelaySteps);
    require(
        annThreads >= 0 && annThreads <= 64,
        "evpose.camera.ann-threads must be in [0, 64]: ann-threads=" + annThreads);
    require(
        snnThreads >= 1 && snnThreads <= 64,
        "evpose.camera.snn-threads must be in [1, 64]: snn-threads=" + snnThreads);
    require(
        snnWeights.equals("float32") || snnWeights.equals("int16"),
        "evpose.camera.snn-weights must be float32 or int16: snn-weights=" + snnWeights);
    require(
        threads >= 1 && threads <= 64,
        "evpose.camera.threads must be in [1, 64]: threads=" + threads);
    require(
        warmUpSteps >= 0 && warmUpSteps <= 100_000,
        "evpose.camera.warm-up-steps must be in [0, 100000]: warm-up-steps=" + warmUpSteps);
    require(
        shedAfterMillis == 0 || (shedAfterMillis >= 50 && shedAfterMillis <= MAX_SHED_MILLIS),
        "evpose.camera.shed-after-millis must be 0 or in [50, "
            + MAX_SHED_MILLIS
            + "]: shed-after-millis="
            + shedAfterMillis);
    require(
        shedAfterMillis == 0 || exactlyOnce,
        "evpose.camera.shed-after-millis needs evpose.camera.exactly-once=true: without it a frozen"
            + " instance that wakes gives up steps that its successor has answered:"
            + " shed-after-millis="
            + shedAfterMillis);
    require(
        shed.equals("oldest-first") || shed.equals("freshest-first"),
        "evpose.camera.shed must be oldest-first or freshest-first: shed=" + shed);
    require(
        abreastMillis == 0 || (abreastMillis >= 1000 && abreastMillis <= MAX_ABREAST_MILLIS),
        "evpose.camera.abreast-millis must be 0 or in [1000, "
            + MAX_ABREAST_MILLIS
            + "]: abreast-millis="
            + abreastMillis);
  }

  /** Where models lie that rigs may name; null for nowhere. */
  @Nullable Path modelsFolder() {
    return models.isBlank() ? null : Path.of(models);
  }

  /** What a camera of this grid gives up. */
  ShedPolicy shedPolicy(long stepMicros) {
    return new ShedPolicy(
        shedAfterMillis * 1000L / stepMicros,
        shed.equals("oldest-first")
            ? ShedPolicy.Order.OLDEST_FIRST
            : ShedPolicy.Order.FRESHEST_FIRST);
  }

  /** Threads that run ANNs: half the machine's, unless set. */
  int annThreadsOn(int cores) {
    return annThreads > 0 ? annThreads : Math.max(1, cores / 2);
  }

  Engines enginesOn(int cores) {
    return new Engines(annThreadsOn(cores), snnThreads, WeightForm.of(snnWeights));
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }
}
