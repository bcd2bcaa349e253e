package evpose.cli;

import evpose.weights.ModelBundle;
import evpose.weights.exchange.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** To PyTorch. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes weights as a PyTorch state_dict under the names of the paper's authors' code;"
          + " torch.load(file, weights_only=True) reads it.",
      "evpose weights export compact --out compact.pth"
    })
final class WeightsExportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "X.safetensors",
      description =
          "Weights with their description beside them, or the name of a model that ships (compact).")
  String weights = "";

  @Option(names = "--out", paramLabel = "Y.pth", required = true, description = "Where to.")
  Path out = Path.of("");

  @Override
  public Integer call() {
    try {
      ModelBundle bundle = WeightsCommand.load(weights);
      Checkpoints.write(out, bundle.tensors());
      spec.commandLine()
          .getOut()
          .printf(
              "%s: preset %s, %d tensors%n",
              out, bundle.description().preset(), bundle.tensors().names().size());
      return 0;
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
  }
}
