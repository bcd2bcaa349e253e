package evpose.cli;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.PoseLines;
import evpose.calibration.Refinement;
import evpose.camera.ProjectionCamera;
import evpose.messages.Json;
import java.io.IOException;
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
import picocli.CommandLine.Spec;

/** A calibration made better by a person who moves before the cameras. */
@Command(
    name = "refine",
    mixinStandardHelpOptions = true,
    description = {
      "Moves and turns the cameras until recorded 2D poses meet as well as they can (bundle adjustment on joints), and writes the"
          + " better calibration as evpose's JSON. Focal lengths and lenses stay.",
      "Exit code 1 when views do not meet better than before."
    })
final class CalibrationRefineCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

  @Option(
      names = "--poses",
      paramLabel = "F",
      required = true,
      description = "Recorded 2D poses, a JSON object a line as on topic poses-2d.")
  Path poses = Path.of("");

  @Option(names = "--out", paramLabel = "F", required = true, description = "Where to.")
  Path out = Path.of("");

  @Option(names = "--json", description = "Print a JSON object with before and after.")
  boolean json;

  @Override
  public Integer call() {
    Calibration calibration = options.read();
    Refinement refinement;
    try {
      List<ProjectionCamera> cameras = calibration.toRig().cameras();
      refinement =
          Refinement.of(
              cameras,
              PoseLines.read(
                  poses, calibration.cameras().stream().map(CalibratedCamera::id).toList()));
      CalibrationCommand.write(
          out, Json.encode(calibration.with(refinement.cameras()).toMessage(0)));
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    report(refinement);
    return refinement.better() ? 0 : 1;
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
