package evpose.cli;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.StateInit;
import evpose.nir.NirFile;
import evpose.nir.Traces;
import evpose.weights.ModelBundle;
import evpose.weights.exchange.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** To PyTorch, or to the neuromorphic community's format. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes weights as a PyTorch state_dict under the names of the paper's authors' code;"
          + " torch.load(file, weights_only=True) reads it.",
      "With --nir it writes the spiking part alone as a NIR graph (HDF5), normalisations folded into the convolutions.",
      "evpose weights export compact --out compact.pth"
    })
final class WeightsExportCommand implements Callable<Integer> {
  private static final int MOST_STEPS = 1000;
  private static final long TRACE_SEED = 1;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "X.safetensors",
      description =
          "Weights with their description beside them, or the name of a model that ships (compact).")
  String weights = "";

  @Option(names = "--out", paramLabel = "Y", required = true, description = "Where to.")
  Path out = Path.of("");

  @Option(names = "--nir", description = "Write a NIR graph of the spiking part.")
  boolean nir;

  @Option(
      names = "--traces",
      paramLabel = "T.h5",
      description =
          "With --nir: also write what the event-driven engine answers to made-up events, to hold another engine against.")
  @Nullable Path traces;

  @Option(
      names = "--trace-steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps of --traces. Default: ${DEFAULT-VALUE}.")
  int traceSteps;

  @Override
  public Integer call() {
    if (traces != null && !nir) {
      throw new ParameterException(spec.commandLine(), "--traces goes with --nir");
    }
    if (traceSteps < 1 || traceSteps > MOST_STEPS) {
      throw new ParameterException(
          spec.commandLine(),
          "traces have 1 to " + MOST_STEPS + " steps: --trace-steps=" + traceSteps);
    }
    try {
      ModelBundle bundle = WeightsCommand.load(weights);
      if (nir) {
        return graph(bundle);
      }
      Checkpoints.write(out, bundle.tensors());
      spec.commandLine()
          .getOut()
          .printf(
              "%s: preset %s, %d tensors%n",
              out, bundle.description().preset(), bundle.tensors().names().size());
      sayForm(bundle.description());
      return 0;
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
  }

  /** A checkpoint is tensors alone, and forms may have the same ones. */
  private void sayForm(ModelDescription d) {
    if (d.variant().stateFromAnn() && d.stateInit() != StateInit.NORM) {
      spec.commandLine()
          .getOut()
          .printf(
              "the checkpoint does not say its form of the state initialisation, import it with"
                  + " --description: stateInit=%s%n",
              d.stateInit());
    }
  }

  private int graph(ModelBundle bundle) throws IOException {
    NirFile.write(out, bundle);
    spec.commandLine()
        .getOut()
        .printf("%s: the spiking part of preset %s%n", out, bundle.description().preset());
    if (traces != null) {
      Traces.write(traces, bundle, traceSteps, TRACE_SEED);
      spec.commandLine().getOut().printf("%s: %d steps%n", traces, traceSteps);
    }
    return 0;
  }
}
