package evpose.triangulation.service;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set on triangulation-service; {@code triangulation-service.yml} says what happens
 * when you turn it.
 *
 * @param applicationId consumer group and identity of the stream
 * @param graceSteps how far the fastest camera may be ahead before a step is answered without the
 *     slower ones
 * @param horizonSteps how long late views are waited for, in steps of data time
 * @param threads threads of the stream
 * @param exactlyOnce whether records travel in transactions
 * @param fastFailover whether a dead instance is replaced after 3 s instead of 10
 */
@ConfigurationProperties("evpose.triangulation")
record TriangulationSettings(
    @DefaultValue("evpose-triangulation") String applicationId,
    @DefaultValue("5") int graceSteps,
    @DefaultValue("3000") int horizonSteps,
    @DefaultValue("1") int threads,
    @DefaultValue("false") boolean exactlyOnce,
    @DefaultValue("false") boolean fastFailover) {
  /** Ten minutes at 100 Hz: a restart reads twice the horizon. */
  private static final int MAX_HORIZON_STEPS = 60_000;

  TriangulationSettings {
    require(!applicationId.isBlank(), "evpose.triangulation.application-id must not be empty");
    require(
        graceSteps >= 0,
        "evpose.triangulation.grace-steps must not be negative: grace-steps=" + graceSteps);
    require(
        horizonSteps > graceSteps && horizonSteps <= MAX_HORIZON_STEPS,
        "evpose.triangulation.horizon-steps must be above grace-steps and at most "
            + MAX_HORIZON_STEPS
            + ": horizon-steps="
            + horizonSteps
            + ", grace-steps="
            + graceSteps);
    require(
        threads >= 1 && threads <= 64,
        "evpose.triangulation.threads must be in [1, 64]: threads=" + threads);
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }
}
