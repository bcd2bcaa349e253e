package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.KeyFrameRule;
import evpose.temporal.TemporalBundle;
import evpose.weights.ModelBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run measures.
 *
 * @param preset of all models
 * @param split whom to measure with
 * @param dataset a folder that {@code evpose dataset generate} filled
 * @param models one of them is {@link NamedModel#HYBRID}
 * @param mocap a folder of motion captures to measure with as well; null for none
 * @param blocks at most, see {@link Block}
 * @param delaySteps for each, the hybrid is measured once more with key frames so many steps late
 * @param wholeNumbers whether the hybrid is measured once more on 16-bit weights
 * @param policies of key frames under which the hybrid is measured on whole takes; empty for none
 * @param policyTakes at most so many takes are played for them, thinned evenly
 * @param triangulation learned on the hybrid's estimates, measured with it; null for none
 * @param energy what an operation is assumed to cost
 * @param threads that work at once; the numbers do not depend on it
 * @param baselines that are measured beside the models
 */
public record EvaluationSettings(
    String preset,
    MeasuredSplit split,
    Path dataset,
    List<NamedModel> models,
    @Nullable Path mocap,
    int blocks,
    List<Integer> delaySteps,
    boolean wholeNumbers,
    List<KeyFrameRule> policies,
    int policyTakes,
    @Nullable TemporalBundle triangulation,
    EnergyTable energy,
    int threads,
    List<NamedBaseline> baselines) {
  public EvaluationSettings {
    baselines = List.copyOf(baselines);
    models = List.copyOf(models);
    require(blocks >= 1, "at least one block is measured: blocks=" + blocks);
    require(threads >= 1 && threads <= 64, "threads must be in [1, 64]: threads=" + threads);
    policies = List.copyOf(policies);
    require(policyTakes >= 1, "at least one take is played: policyTakes=" + policyTakes);
    require(
        policies.size() == Set.copyOf(policies).size(),
        "a policy is measured once: policies="
            + policies.stream().map(KeyFrameRule::name).toList());
    delaySteps = List.copyOf(delaySteps);
    for (int delay : delaySteps) {
      require(delay >= 1, "a late key frame is at least a step late: delay=" + delay);
    }
    for (NamedModel model : models) {
      requirePreset(preset, "model", model.name(), model.bundle().description().preset());
    }
    for (NamedBaseline baseline : baselines) {
      requirePreset(preset, "baseline", baseline.name(), baseline.bundle().description().preset());
    }
  }

  /** Without baselines. */
  EvaluationSettings(
      String preset,
      MeasuredSplit split,
      Path dataset,
      List<NamedModel> models,
      @Nullable Path mocap,
      int blocks,
      List<Integer> delaySteps,
      boolean wholeNumbers,
      List<KeyFrameRule> policies,
      int policyTakes,
      @Nullable TemporalBundle triangulation,
      EnergyTable energy,
      int threads) {
    this(
        preset,
        split,
        dataset,
        models,
        mocap,
        blocks,
        delaySteps,
        wholeNumbers,
        policies,
        policyTakes,
        triangulation,
        energy,
        threads,
        List.of());
  }

  private static void requirePreset(String preset, String what, String name, String its) {
    require(
        its.equals(preset),
        "a "
            + what
            + " of another preset: variant="
            + name
            + ", its preset="
            + its
            + ", measured preset="
            + preset);
  }

  /** The hybrid that is measured. */
  ModelBundle hybrid() {
    return models.stream()
        .filter(m -> m.name().equals(NamedModel.HYBRID))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the hybrid must take part"))
        .bundle();
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }
}
