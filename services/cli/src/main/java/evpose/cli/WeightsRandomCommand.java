package evpose.cli;

import evpose.hybrid.ModelDescription;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A network that has learnt nothing. */
@Command(
    name = "random",
    mixinStandardHelpOptions = true,
    description = {
      "Writes weights as training starts from, with their description beside them: to time a preset that nobody has trained yet,"
          + " or to begin with elsewhere. Its poses mean nothing.",
      "evpose weights random --preset paper --out paper.safetensors && evpose bench stream --models paper.json"
    })
final class WeightsRandomCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--preset",
      paramLabel = "P",
      required = true,
      description = "compact, paper or study.")
  String preset = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The same weights for the same seed, on every machine. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "Y.safetensors",
      required = true,
      description = "Where to; the description gets the ending .json.")
  Path out = Path.of("");

  @Override
  public Integer call() {
    try {
      ModelDescription description = ModelDescription.preset(preset);
      ModelBundle.of(description, RandomWeights.of(description, seed)).save(out);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
    spec.commandLine().getOut().printf("%s: preset %s, random, seed %d%n", out, preset, seed);
    return 0;
  }
}
