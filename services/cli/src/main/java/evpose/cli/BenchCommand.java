package evpose.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast the parts are on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures how fast a part is on this machine, beside a yardstick in the same run.",
    subcommands = {
      BenchEngineCommand.class,
      BenchFormatsCommand.class,
      BenchSimulatorCommand.class,
      BenchStreamCommand.class,
      BenchRigsCommand.class,
      BenchTriangulationCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }
}
