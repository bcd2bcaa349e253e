package evpose.cli;

import evpose.datasets.DatasetFolder;
import evpose.datasets.Dhp19Import;
import evpose.datasets.Dhp19Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A data set out of real recordings. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a data set of real DHP19 recordings: cut to Vicon's span, hot pixels, background activity and lamps dropped.",
      "DIR holds S1/session1/mov1.aedat and so on, and Vicon's S1_1_1.mat and so on, in whatever folders, as the release does."
    })
final class DatasetImportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The release, or a part of it.")
  Path release;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
  Path out;

  @Override
  public Integer call() {
    PrintWriter print = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      Dhp19Release found = Dhp19Release.in(release);
      found.lonely().forEach(path -> err.println("evpose: no partner, left out: file=" + path));
      List<Dhp19Release.Pair> pairs = found.pairs();
      Dhp19Release.Importer importer = new Dhp19Release.Importer(out);
      int failed = 0;
      try (Meter meter = new Meter("recordings", pairs.size())) {
        for (int i = 0; i < pairs.size(); i++) {
          failed += one(importer, pairs.get(i), print, err) ? 0 : 1;
          meter.at(i + 1);
        }
      }
      importer.finish();
      print.printf(
          Locale.ROOT,
          "%d takes in %s, %d recordings left out%n",
          DatasetFolder.open(out).manifest().takes().size(),
          out,
          failed + found.lonely().size());
      print.flush();
      return failed == 0 ? 0 : 1;
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean one(
      Dhp19Release.Importer importer, Dhp19Release.Pair pair, PrintWriter print, PrintWriter err) {
    try {
      Dhp19Import.Result result = importer.take(pair);
      print.printf(
          Locale.ROOT,
          "%s: %d labels, %d of %d events kept, %d hot pixels%n",
          pair.id().name(),
          result.steps(),
          result.eventsKept(),
          result.eventsInSpan(),
          result.hotPixels());
      result
          .problems()
          .forEach(p -> print.println("  " + p.kind() + " x" + p.count() + ": " + p.first()));
      print.flush();
      return true;
    } catch (IOException e) {
      err.println("evpose: left out: " + e.getMessage());
      return false;
    }
  }
}
