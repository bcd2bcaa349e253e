package evpose.cli;

import evpose.training.TrainingRun;
import evpose.training.triangulation.TriangulationPlan;
import evpose.training.triangulation.TriangulationTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a hybrid network, or learned triangulation on what one sees. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a hybrid network on simulated events: first the ANN, then the SNN and the state initialisation with the ANN frozen."
          + " Ctrl-C saves and stops; the same command goes on from there.",
      "The configuration is a JSON file; services/cli/examples/train-compact.json makes a compact model from nothing (four hours).",
      "With \"model\": {\"baseline\": \"calabrese\"} or \"baldwin\" it trains a rival of the paper at the preset's size, to measure with"
          + " `evaluate --baseline`.",
      "With --triangulation it trains learned triangulation on what `dataset poses` stored; services/cli/examples/train-triangulation.json."
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CONFIG", description = "The run's configuration, JSON.")
  Path config;

  @Option(names = "--triangulation", description = "Train learned triangulation.")
  boolean triangulation;

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isReadable(config)) {
      throw new Failure("the configuration cannot be read: file=" + config);
    }
    try {
      return triangulation
          ? TriangulationTraining.run(TriangulationPlan.read(config), System.out)
          : TrainingRun.run(config, System.out);
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure("training could not read or write a file: cause=" + e, e);
    }
  }
}
