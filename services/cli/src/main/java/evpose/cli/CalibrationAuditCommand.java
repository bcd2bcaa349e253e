package evpose.cli;

import evpose.calibration.Calibration;
import evpose.calibration.FileAudit;
import evpose.calibration.Finding;
import evpose.calibration.PoseAudit;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is wrong with a calibration. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Says what is wrong with a calibration, in words with numbers. From the file: mirrored or turned worlds, rows not flipped,"
          + " columns and rows exchanged, units, matrices of no camera. With --poses or --live also: cameras exchanged, turned, late; scale.",
      "Exit code 1 when anything is found."
    })
final class CalibrationAuditCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

  @Mixin PoseViewsOptions views = new PoseViewsOptions();

  @Option(names = "--json", description = "Print a JSON object with findings.")
  boolean json;

  @Override
  public Integer call() {
    Calibration calibration = options.read();
    List<Finding> findings = new ArrayList<>(FileAudit.audit(calibration));
    if (views.given() && findings.stream().noneMatch(f -> f.fault().equals("no-rank"))) {
      findings.addAll(fromPoses(calibration));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Report.toJson(Map.of("findings", findings)));
    } else if (findings.isEmpty()) {
      out.println(
          !views.given()
              ? "nothing is wrong that the file alone can show; --poses and --live show more"
              : "nothing is wrong that the file and the poses can show");
    } else {
      findings.forEach(f -> out.println(CalibrationCommand.line(f)));
    }
    out.flush();
    return findings.isEmpty() ? 0 : 1;
  }

  private List<Finding> fromPoses(Calibration calibration) {
    try {
      return PoseAudit.audit(calibration.toRig().cameras(), views.read(calibration).views());
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }
}
