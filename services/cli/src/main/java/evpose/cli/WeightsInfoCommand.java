package evpose.cli;

import evpose.weights.ModelBundle;
import evpose.weights.exchange.NeuroBench;
import evpose.weights.exchange.WeightsInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in a weights file. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a weights file holds: preset, tensors, parameters of each part, NeuroBench's footprint,"
          + " connection sparsity and dense operations, hashes. Exit code 1 when something is wrong with it.",
      "evpose weights info compact"
    })
final class WeightsInfoCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A safetensors file, a PyTorch checkpoint, or the name of a model that ships (compact).")
  String file = "";

  @Option(names = "--json", description = "Print a JSON object.")
  boolean json;

  @Override
  public Integer call() {
    WeightsInfo info;
    try {
      info =
          WeightsCommand.shipped(file)
              ? WeightsInfo.of(file, ModelBundle.shipped(file))
              : WeightsInfo.of(Path.of(file));
    } catch (IOException e) {
      throw WeightsCommand.failure(e);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Report.toJson(info));
    } else {
      describe(info, out);
    }
    info.problems().forEach(p -> spec.commandLine().getErr().println("evpose: " + p));
    return info.problems().isEmpty() ? 0 : 1;
  }

  private static void describe(WeightsInfo info, PrintWriter out) {
    int widest = info.tensors().stream().mapToInt(t -> t.name().length()).max().orElse(0);
    for (WeightsInfo.TensorInfo tensor : info.tensors()) {
      out.printf(
          Locale.ROOT,
          "%-" + (widest + 1) + "s %-8s %-18s min %-12s max %-12s mean %s%n",
          tensor.name(),
          tensor.dtype(),
          tensor.shape(),
          number(tensor.min()),
          number(tensor.max()),
          number(tensor.mean()));
    }
    out.printf(
        "%s: %s, %s, %d tensors%n",
        info.file(),
        info.format(),
        info.preset() == null ? "fits no preset" : "preset " + info.preset(),
        info.tensors().size());
    if (!info.wrapping().isEmpty()) {
      out.println("tensors lie under: " + String.join(" ", info.wrapping()));
    }
    out.printf(Locale.ROOT, "parameters: %,d", info.parameters());
    info.parametersOf()
        .forEach(
            (part, n) -> {
              if (n > 0) {
                out.printf(Locale.ROOT, "  %s %,d", part, n);
              }
            });
    out.println();
    describe(info.neuroBench(), out);
    if (info.sha256() != null) {
      out.println("sha256 of the file: " + info.sha256());
    }
    if (info.modelSha256() != null) {
      out.println("sha256 of the model (description and weights): " + info.modelSha256());
    }
  }

  private static void describe(NeuroBench figures, PrintWriter out) {
    Double sparsity = figures.connectionSparsity();
    out.printf(
        Locale.ROOT,
        "NeuroBench: footprint %,d bytes, connection sparsity %s",
        figures.footprintBytes(),
        sparsity == null ? "none" : String.format(Locale.ROOT, "%.4f", sparsity));
    if (figures.denseOperationsPerStep() != null) {
      out.printf(
          Locale.ROOT,
          ", dense operations %,d a step and %,d a key frame",
          figures.denseOperationsPerStep(),
          figures.denseOperationsPerKeyFrame());
    }
    out.println();
  }

  private static String number(@Nullable Double number) {
    return number == null ? "none" : String.format(Locale.ROOT, "%.6g", number);
  }
}
