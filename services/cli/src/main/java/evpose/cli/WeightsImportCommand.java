package evpose.cli;

import evpose.hybrid.ModelDescription;
import evpose.nir.NirFile;
import evpose.weights.ModelBundle;
import evpose.weights.exchange.Checkpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From PyTorch, or from a NIR graph. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a PyTorch checkpoint of the network (the paper's authors' or one that weights export wrote) and writes safetensors and"
          + " description. Nothing in the checkpoint is ever run.",
      "With --base it reads a NIR graph of the spiking part, as weights export --nir writes it: its kernels and biases, all else from the"
          + " base.",
      "evpose weights import hybrid_ch3.pth --preset paper --out paper-cam2.safetensors"
    })
final class WeightsImportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "CHECKPOINT", description = "What torch.save wrote: a state_dict.")
  Path checkpoint = Path.of("");

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = "The network that the weights are for: paper, compact, study.")
  @Nullable String preset;

  @Option(
      names = "--description",
      paramLabel = "D.json",
      description = "The network that the weights are for, where it is no preset.")
  @Nullable Path description;

  @Option(
      names = "--base",
      paramLabel = "X.safetensors",
      description =
          "For a NIR graph: the model that gives the ANN, the state initialisation and the description, or the name of one that ships.")
  @Nullable String base;

  @Option(
      names = "--out",
      paramLabel = "X.safetensors",
      required = true,
      description = "Where to; the description goes beside it, X.json.")
  Path out = Path.of("");

  @Option(
      names = "--leave-out-extra",
      description = "Leave tensors out that the network does not have, instead of refusing them.")
  boolean leaveOutExtra;

  @Override
  public Integer call() {
    if (!out.toString().endsWith(".safetensors")) {
      throw new ParameterException(
          spec.commandLine(), "a weights file ends in .safetensors: --out=" + out);
    }
    if (base != null) {
      return graph(base);
    }
    ModelDescription network = network();
    try {
      Checkpoints.Imported imported = Checkpoints.read(checkpoint, network, leaveOutExtra);
      ModelBundle bundle = imported.bundle();
      bundle.save(out);
      PrintWriter text = spec.commandLine().getOut();
      if (!imported.wrapping().isEmpty()) {
        text.println("tensors lay under: " + String.join(" ", imported.wrapping()));
      }
      if (!imported.leftOut().isEmpty()) {
        text.println("left out: " + String.join(" ", imported.leftOut()));
      }
      text.printf(
          "%s: preset %s, %d tensors, model sha256 %s%n",
          out, network.preset(), bundle.tensors().names().size(), bundle.sha256());
      return 0;
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
  }

  private int graph(String lender) {
    if (preset != null || description != null) {
      throw new ParameterException(
          spec.commandLine(), "a NIR graph takes its network from --base alone");
    }
    try {
      ModelBundle bundle = NirFile.read(checkpoint, WeightsCommand.load(lender));
      bundle.save(out);
      spec.commandLine()
          .getOut()
          .printf(
              "%s: preset %s, the spiking part from %s, model sha256 %s%n",
              out, bundle.description().preset(), checkpoint, bundle.sha256());
      return 0;
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
  }

  private ModelDescription network() {
    if ((preset == null) == (description == null)) {
      throw new ParameterException(
          spec.commandLine(), "name the network: either --preset or --description; --base for NIR");
    }
    try {
      return description != null
          ? ModelBundle.description(description)
          : ModelDescription.preset(String.valueOf(preset));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
  }
}
