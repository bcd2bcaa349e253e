package evpose.cli;

import evpose.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Trains a hybrid network. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a hybrid network on simulated events: first the ANN, then the SNN and the state initialisation with the ANN frozen."
          + " Ctrl-C saves and stops; the same command goes on from there.",
      "The configuration is a JSON file; services/cli/examples/train-compact.json makes a compact model from nothing (four hours)."
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CONFIG", description = "The run's configuration, JSON.")
  Path config;

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isReadable(config)) {
      throw new Failure("the configuration cannot be read: file=" + config);
    }
    try {
      return TrainingRun.run(config, System.out);
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new Failure("training could not read or write a file: cause=" + e, e);
    }
  }
}
