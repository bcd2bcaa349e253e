package evpose.cli;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.Pinhole;
import evpose.calibration.RigDrawing;
import evpose.camera.Lens;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A rig in numbers and as a drawing. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows where each camera stands and looks, its focal length and lens; draws the rig as SVG.")
final class CalibrationShowCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

  @Option(names = "--svg", paramLabel = "F", description = "Draw the rig into this file.")
  @Nullable Path svg;

  @Override
  public Integer call() {
    Calibration calibration = options.read();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d cameras, %s; mm, z up%n",
        calibration.rig(), calibration.cameras().size(), calibration.source());
    for (CalibratedCamera camera : calibration.cameras()) {
      out.println("  " + line(camera));
    }
    if (svg != null) {
      CalibrationCommand.write(svg, RigDrawing.svg(calibration));
    }
    return 0;
  }

  private static String line(CalibratedCamera camera) {
    Pinhole p = Pinhole.of(camera.worldToImage());
    double[] c = p.centreMm();
    if (!Double.isFinite(c[0])) {
      return camera.id() + "  its matrix is no camera's";
    }
    Lens lens = camera.lens();
    return String.format(
        Locale.ROOT,
        "%-8s %dx%d  at %.0f, %.0f, %.0f mm  looks along %.2f, %.2f, %.2f  f %.1f, %.1f px  centre %.1f, %.1f px  lens %s%s",
        camera.id(),
        camera.width(),
        camera.height(),
        c[0],
        c[1],
        c[2],
        p.rotation()[6],
        p.rotation()[7],
        p.rotation()[8],
        p.fx(),
        p.fy(),
        p.cx(),
        p.cy(),
        lens == null ? "straight" : lens.model().label(),
        camera.timeOffsetMicros() == 0
            ? ""
            : "  clock off by " + camera.timeOffsetMicros() + " µs");
  }
}
