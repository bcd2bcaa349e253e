package evpose.triangulation.service;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set on triangulation-service; {@code triangulation-service.yml} says what happens
 * when you turn it.
 *
 * @param applicationId consumer group and identity of the stream
 * @param graceSteps steps of data time that a slower camera is waited for
 * @param horizonSteps steps of data time after which no view is taken any more
 * @param threads threads of the stream
 * @param exactlyOnce whether records travel in transactions
 */
@ConfigurationProperties("evpose.triangulation")
record TriangulationSettings(
    @DefaultValue("evpose-triangulation") String applicationId,
    @DefaultValue("5") int graceSteps,
    @DefaultValue("3000") int horizonSteps,
    @DefaultValue("1") int threads,
    @DefaultValue("false") boolean exactlyOnce) {
  private static final int MAX_HORIZON_STEPS = 60_000;

  TriangulationSettings {
    require(!applicationId.isBlank(), "evpose.triangulation.application-id must not be empty");
    require(
        graceSteps >= 0 && graceSteps < horizonSteps,
        "evpose.triangulation.grace-steps must be in [0, horizon-steps): grace-steps="
            + graceSteps
            + ", horizon-steps="
            + horizonSteps);
    require(
        horizonSteps <= MAX_HORIZON_STEPS,
        "evpose.triangulation.horizon-steps must be at most "
            + MAX_HORIZON_STEPS
            + ", all of them are kept: horizon-steps="
            + horizonSteps);
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
