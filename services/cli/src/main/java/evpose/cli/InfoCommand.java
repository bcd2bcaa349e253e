package evpose.cli;

import evpose.recordings.RecordingInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in recordings. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description =
        "Reads recordings from end to end and says what is in them: format, cameras, events, duration, rate, problems. Exit code 1"
            + " when a file has problems or is no recording.")
final class InfoCommand implements Callable<Integer> {
  private static final double MICROS_PER_SECOND = 1e6;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Recordings (AEDAT4, AEDAT3.1, AEDAT2, EVT2, EVT2.1, EVT3, DAT, Event Stream, HDF5, CSV).")
  List<Path> files = List.of();

  @Option(names = "--json", description = "Print a JSON array, one object a file.")
  boolean json;

  @Mixin ReadOptions read = new ReadOptions();

  @Override
  public Integer call() {
    List<RecordingInfo> infos = new ArrayList<>();
    boolean clean = true;
    for (Path file : files) {
      try {
        RecordingInfo info = RecordingInfo.of(file, read.hints());
        infos.add(info);
        clean &= info.problems().isEmpty();
        if (!json) {
          describe(info);
        }
      } catch (IOException e) {
        clean = false;
        spec.commandLine().getErr().println("evpose: " + e.getMessage());
      }
    }
    if (json) {
      spec.commandLine().getOut().println(Report.toJson(infos));
    }
    return clean ? 0 : 1;
  }

  private void describe(RecordingInfo info) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s, %,d events%n", info.file(), info.format(), info.events());
    for (RecordingInfo.Camera camera : info.cameras()) {
      out.printf(
          "  camera %s  %dx%d  %,d events (%,d on, %,d off)",
          camera.id(), camera.width(), camera.height(), camera.events(), camera.on(), camera.off());
      Long first = camera.firstMicros();
      Long last = camera.lastMicros();
      if (first != null && last != null && last > first) {
        double seconds = (last - first) / MICROS_PER_SECOND;
        out.printf("  %.3f s  %,.0f events/s", seconds, camera.events() / seconds);
      }
      out.println();
    }
    info.otherStreams().forEach((type, n) -> out.printf("  not read: %s, %,d%n", type, n));
    info.notes().forEach(note -> out.println("  problem: " + note));
  }
}
