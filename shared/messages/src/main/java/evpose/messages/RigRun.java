package evpose.messages;

/**
 * One way in which a rig is run, up to a step.
 *
 * @param model as {@link RigMessage#model}
 * @param policy as {@link RigMessage#policy}
 * @param beforeStep the first step, on the rig's grid, that is answered another way
 */
public record RigRun(String model, String policy, long beforeStep) {
  /** Of a run that goes on. */
  static final long NO_END = Long.MAX_VALUE;

  public RigRun {
    Checks.text("model", model);
    Checks.text("policy", policy);
    Checks.positive("beforeStep", beforeStep);
  }
}
