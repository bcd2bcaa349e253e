package evpose.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One format of recordings into another. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a recording in another format. Events are brought into the order of their times; what a format cannot hold is refused.",
      "evpose convert walk.raw walk.aedat4"
    })
final class ConvertCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin ConversionRun run = new ConversionRun();

  @Mixin ReadOptions read = new ReadOptions();

  @Override
  public Integer call() {
    ConversionRun.Outcome outcome =
        run.run(read.hints(), camera -> (x, y, micros, polarity) -> true);
    run.tell(outcome, spec.commandLine().getOut(), spec.commandLine().getErr());
    return 0;
  }
}
