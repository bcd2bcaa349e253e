package evpose.camera.service;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set on camera-service; {@code camera-service.yml} says what happens when you turn it.
 *
 * @param applicationId consumer group and identity of the stream
 * @param model a shipped preset, or the path of a trained model's {@code .json}
 * @param keyFrameMillis period of the ANN, for rigs that name no policy of their own
 * @param keyFrameDelaySteps so many steps later an answer of the ANN counts
 * @param annThreads threads that run ANNs beside the stream; 0 for as many as fit the machine
 * @param threads threads of the stream
 * @param exactlyOnce whether records travel in transactions
 * @param warmUpSteps steps on made-up events before the first real one
 * @param fastFailover whether a dead instance is replaced after 3 s instead of 10
 */
@ConfigurationProperties("evpose.camera")
record CameraSettings(
    @DefaultValue("evpose-camera") String applicationId,
    @DefaultValue("compact") String model,
    @DefaultValue("100") int keyFrameMillis,
    @DefaultValue("0") int keyFrameDelaySteps,
    @DefaultValue("0") int annThreads,
    @DefaultValue("2") int threads,
    @DefaultValue("false") boolean exactlyOnce,
    @DefaultValue("1000") int warmUpSteps,
    @DefaultValue("false") boolean fastFailover) {
  /** A longer one would make the past that a restart reads too long to be quick. */
  static final int MAX_KEY_FRAME_MILLIS = 2000;

  /** A later one would rest on what is long past. */
  static final int MAX_DELAY_STEPS = 100;

  CameraSettings {
    require(!applicationId.isBlank(), "evpose.camera.application-id must not be empty");
    require(!model.isBlank(), "evpose.camera.model must name a preset or a model file");
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
        threads >= 1 && threads <= 64,
        "evpose.camera.threads must be in [1, 64]: threads=" + threads);
    require(
        warmUpSteps >= 0 && warmUpSteps <= 100_000,
        "evpose.camera.warm-up-steps must be in [0, 100000]: warm-up-steps=" + warmUpSteps);
  }

  /** Threads that run ANNs: half the machine's, unless set. */
  int annThreadsOn(int cores) {
    return annThreads > 0 ? annThreads : Math.max(1, cores / 2);
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }
}
