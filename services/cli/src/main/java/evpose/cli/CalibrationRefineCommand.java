package evpose.cli;

import evpose.calibration.Calibration;
import evpose.calibration.Refinement;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.RigMessage;
import evpose.streaming.RigRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A calibration made better by a person who moves before the cameras. */
@Command(
    name = "refine",
    mixinStandardHelpOptions = true,
    description = {
      "Moves and turns the cameras until 2D poses, recorded or live, meet as well as they can (bundle adjustment on joints), and writes the"
          + " better calibration as evpose's JSON. Focal lengths and lenses stay.",
      "Exit code 1 when views do not meet better than before."
    })
final class CalibrationRefineCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

  @Mixin PoseViewsOptions views = new PoseViewsOptions();

  @Option(names = "--out", paramLabel = "F", required = true, description = "Where to.")
  Path out = Path.of("");

  @Option(
      names = "--publish",
      description =
          "Register it when it is better, valid from the end of the poses on; with --live. Services take it at once.")
  boolean publish;

  @Option(names = "--json", description = "Print a JSON object with before and after.")
  boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (publish && !views.live) {
      throw new ParameterException(spec.commandLine(), "--publish goes with --live");
    }
    Calibration calibration = options.read();
    PoseViewsOptions.Seen seen = views.read(calibration);
    try {
      Refinement refinement = Refinement.of(calibration.toRig().cameras(), seen.views());
      CalibrationMessage better =
          calibration.with(refinement.cameras()).toMessage(publish ? seen.endMicros() : 0);
      CalibrationCommand.write(out, Json.encode(better));
      report(refinement);
      if (publish && refinement.better()) {
        publish(better);
      }
      return refinement.better() ? 0 : 1;
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private void publish(CalibrationMessage better) throws InterruptedException {
    try {
      RigRegistry registry = new RigRegistry(views.bootstrap);
      RigMessage rig =
          registry.rigs().stream()
              .filter(r -> r.rig().equals(better.rig()))
              .findFirst()
              .orElseThrow(() -> new Failure("there is no such rig: rig=" + better.rig()));
      registry.publish(rig, better);
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "published: rig %s, valid from data time %.3f s%n",
              better.rig(),
              better.validFromMicros() / 1e6);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private void report(Refinement r) {
    PrintWriter printer = spec.commandLine().getOut();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int c = 0; c < r.cameras().size(); c++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("camera", r.cameras().get(c).id());
      row.put("beforePx", r.beforePx()[c]);
      row.put("afterPx", r.afterPx()[c]);
      row.put("turnedDegrees", r.turnedDegrees()[c]);
      row.put("movedMm", r.movedMm()[c]);
      rows.add(row);
      if (!json) {
        printer.printf(
            Locale.ROOT,
            "%s: %.2f px before, %.2f px after; turned by %.2f degrees, moved by %.1f mm%n",
            r.cameras().get(c).id(),
            r.beforePx()[c],
            r.afterPx()[c],
            r.turnedDegrees()[c],
            r.movedMm()[c]);
      }
    }
    if (json) {
      printer.println(Report.toJson(Map.of("joints", r.points(), "cameras", rows)));
    }
    printer.flush();
  }
}
