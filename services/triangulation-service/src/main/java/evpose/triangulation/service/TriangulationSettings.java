package evpose.triangulation.service;

import evpose.body.BodyRules;
import evpose.triangulation.RayIntersection;
import evpose.triangulation.RobustTriangulator;
import evpose.triangulation.Triangulator;
import evpose.triangulation.WeightedDlt;
import java.util.Set;
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
 * @param method who places joints: robust, rays, dlt or learned
 * @param network of learned triangulation: a preset that ships one, or a {@code .safetensors} file
 * @param body which rules of a body are applied to placed joints
 * @param fastFailover whether a dead instance is replaced after 3 s instead of 8
 */
@ConfigurationProperties("evpose.triangulation")
record TriangulationSettings(
    @DefaultValue("evpose-triangulation") String applicationId,
    @DefaultValue("5") int graceSteps,
    @DefaultValue("3000") int horizonSteps,
    @DefaultValue("1") int threads,
    @DefaultValue("false") boolean exactlyOnce,
    @DefaultValue("false") boolean fastFailover,
    @DefaultValue("robust") String method,
    @DefaultValue("compact") String network,
    @DefaultValue Body body) {
  /** Ten minutes at 100 Hz: a restart reads twice the horizon. */
  private static final int MAX_HORIZON_STEPS = 60_000;

  private static final String DEFAULT_METHOD = "robust";
  private static final Set<String> METHODS = Set.of(DEFAULT_METHOD, "rays", "dlt", "learned");

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
    require(
        METHODS.contains(method),
        "evpose.triangulation.method must be robust, rays, dlt or learned: method=" + method);
  }

  /**
   * Rules of a body, each of which can be switched off.
   *
   * @param swaps whether exchanged left and right limbs are exchanged back
   * @param gate whether joints that jump are not believed
   * @param bones whether bones are drawn to the lengths learned so far
   * @param filter whether joints are smoothed
   * @param holdSteps how long a joint that nobody sees is held
   * @param memorySteps everything is forgotten after one to two times so many steps
   */
  record Body(
      @DefaultValue("true") boolean swaps,
      @DefaultValue("true") boolean gate,
      @DefaultValue("true") boolean bones,
      @DefaultValue("true") boolean filter,
      @DefaultValue("30") int holdSteps,
      @DefaultValue("1000") int memorySteps) {
    Body {
      require(
          holdSteps >= 0 && holdSteps <= MAX_HORIZON_STEPS,
          "evpose.triangulation.body.hold-steps must be in [0, "
              + MAX_HORIZON_STEPS
              + "]: hold-steps="
              + holdSteps);
      require(
          memorySteps >= 1 && memorySteps <= MAX_HORIZON_STEPS,
          "evpose.triangulation.body.memory-steps must be in [1, "
              + MAX_HORIZON_STEPS
              + "]: memory-steps="
              + memorySteps);
    }

    BodyRules rules() {
      return new BodyRules(swaps, gate, bones, filter, holdSteps, memorySteps);
    }
  }

  /** Whether joints are placed as they are when nothing is set. */
  boolean isDefault() {
    return method.equals(DEFAULT_METHOD);
  }

  /** A geometric triangulator of its own for each rig: they hold scratch. */
  Triangulator triangulator() {
    return switch (method) {
      case "robust" -> new RobustTriangulator();
      case "rays" -> new RayIntersection();
      case "dlt" -> new WeightedDlt();
      default -> throw new IllegalArgumentException("no geometry by itself: method=" + method);
    };
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }
}
