package evpose.cli;

import evpose.hybrid.KeyFrameRule;
import evpose.messages.RigMessage;
import evpose.streaming.KafkaAccess;
import evpose.streaming.NewestStep;
import evpose.streaming.RigRegistry;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a rig with another network or another policy, from a stated step on. */
@Command(
    name = "switch",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a rig with another network or another policy of key frames while it streams: its record states from which step on."
          + " The next network runs along before that step, so that no step is lost and poses are from there on what they would"
          + " be had it always run.",
      "evpose rig switch studio --policy demand-10-e40-c80-100"
    })
final class RigSwitchCommand implements Callable<Integer> {
  private static final String WEIGHTS = ".safetensors";
  private static final String DESCRIPTION = ".json";

  /** Time for the record to arrive and for the next network to be loaded and to run along. */
  private static final long AHEAD_MICROS = 5_000_000;

  private static final String FRAMES =
      "Its ANN looks at frames: cameras that bring none have no poses from there on.\n";

  private boolean looksAtFrames;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RIG",
      description = "The rig's name. Not needed when there is only one.")
  @Nullable String rig;

  @Option(
      names = "--policy",
      paramLabel = "P",
      description =
          "When the ANN runs: fixed-N, every N steps; or demand-N-eE-cC-kK-M, at most every N when events came that are more than"
              + " E %% of what it looks at or confidence fell below C %%, and every M whatever happens; K %% of the output stay between. With"
              + " -roi at the end, the ANN and the SNN's head look only where something moves.")
  @Nullable String policy;

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "A shipped preset, or the .json of a trained model that also lies in camera-service's folder of models (CAMERA_MODELS).")
  @Nullable String model;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description =
          "First step that is answered so. Default: 5 s ahead of the newest packet, where a window of the new policy begins.")
  @Nullable Long from;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Override
  public Integer call() throws InterruptedException {
    String wanted = model == null ? null : named(model);
    if (policy != null && KeyFrameRule.of(policy).isEmpty()) {
      throw usage(
          "a policy is fixed-N, or demand-N-eE-cC-kK-M where N divides M, with or without -roi at the"
              + " end: --policy="
              + policy);
    }
    if (policy == null && wanted == null) {
      throw usage("say what to switch: --policy, --model or both");
    }
    try {
      RigRegistry registry = new RigRegistry(bootstrap);
      RigMessage now = RigChoice.of(registry.rigs(), rig, bootstrap);
      String nextModel = wanted == null ? now.model() : wanted;
      String nextPolicy = policy == null ? now.policy() : policy;
      requireFixed(nextPolicy);
      long step = step(now, nextPolicy);
      RigMessage next =
          step == 0
              ? new RigMessage(
                  now.rig(),
                  now.cameras(),
                  now.posesPartition(),
                  now.stepMicros(),
                  nextModel,
                  nextPolicy)
              : now.switched(step, nextModel, nextPolicy);
      registry.publish(next, null);
      spec.commandLine()
          .getOut()
          .printf(
              "%s: from step %d on, model=%s, policy=%s%n%s",
              next.rig(), step, said(nextModel), said(nextPolicy), looksAtFrames ? FRAMES : "");
      return 0;
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireFixed(String nextPolicy) {
    boolean fixed =
        KeyFrameRule.of(nextPolicy).map(r -> r.demand() == null && !r.regionOnly()).orElse(true);
    if (looksAtFrames && !fixed) {
      throw usage(
          "a network whose ANN looks at frames has key frames where frames are, give --policy"
              + " fixed-N: --model="
              + model
              + ", policy="
              + nextPolicy);
    }
  }

  private static String said(String text) {
    return text.isEmpty() ? "(as camera-service is set)" : text;
  }

  /** Where the switch is; 0 when nothing was published, so that all is answered the new way. */
  private long step(RigMessage now, String nextPolicy) {
    OptionalLong newest = new NewestStep(KafkaAccess.of(bootstrap)).of(now);
    Long stated = from;
    if (stated != null) {
      if (stated < 0 || (newest.isPresent() && stated <= newest.getAsLong())) {
        throw usage(
            "steps up to the newest may be answered already, state a later one: --from="
                + stated
                + ", newest="
                + newest.orElse(-1));
      }
      return stated;
    }
    if (newest.isEmpty()) {
      return 0;
    }
    int period = KeyFrameRule.of(nextPolicy).map(KeyFrameRule::periodSteps).orElse(1);
    long ahead = newest.getAsLong() + AHEAD_MICROS / now.stepMicros();
    return (ahead + period - 1) / period * period;
  }

  /** As a rig's record names a model. */
  private String named(String given) {
    if (ModelBundle.ships(given)) {
      return given;
    }
    String stem =
        given.endsWith(DESCRIPTION)
            ? given.substring(0, given.length() - DESCRIPTION.length())
            : given.endsWith(WEIGHTS) ? given.substring(0, given.length() - WEIGHTS.length()) : "";
    Path weights = Path.of(stem + WEIGHTS);
    if (stem.isEmpty() || !Files.isReadable(weights)) {
      throw usage(
          "a model is a shipped preset or the .json of a trained one, its .safetensors beside it:"
              + " --model="
              + given);
    }
    try {
      ModelBundle bundle = ModelBundle.load(weights);
      looksAtFrames = bundle.description().looksAtFrames();
      return bundle.sha256();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage() + ", --model=" + given);
    } catch (IOException e) {
      throw new Failure("the model cannot be read: --model=" + given + ", cause=" + e, e);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
