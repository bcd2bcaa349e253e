package evpose.cli;

import evpose.weights.MalformedWeightsException;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Weights of the network: what a file holds, and the way from and to PyTorch. */
@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    description =
        "Shows weights, reads PyTorch checkpoints of the network, writes them, makes random ones.",
    subcommands = {
      WeightsInfoCommand.class,
      WeightsImportCommand.class,
      WeightsExportCommand.class,
      WeightsRandomCommand.class
    })
final class WeightsCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** A model that ships, by its name, where no such file lies. */
  static boolean shipped(String name) {
    return !Files.exists(Path.of(name)) && ModelBundle.ships(name);
  }

  /** A file or a model that ships. */
  static ModelBundle load(String name) throws IOException {
    return shipped(name) ? ModelBundle.shipped(name) : ModelBundle.load(Path.of(name));
  }

  /** One line for a file that cannot be used. */
  static Failure failure(IOException e) {
    if (e instanceof MalformedWeightsException) {
      return new Failure(String.valueOf(e.getMessage()), e);
    }
    if (e instanceof NoSuchFileException missing) {
      return new Failure("there is no such file: file=" + missing.getFile(), e);
    }
    return new Failure("a file could not be read or written: cause=" + e, e);
  }
}
