package evpose.cli.doctor;

import evpose.calibration.Calibration;
import evpose.calibration.FileAudit;
import evpose.calibration.Finding;
import evpose.messages.CalibrationMessage;
import evpose.messages.CameraCalibration;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Is every rig calibrated, and can the calibration be true? */
final class CalibrationLink {
  private CalibrationLink() {}

  static void look(Visit visit, Chart chart) {
    if (visit.rigs.isEmpty() || !visit.topics.containsKey(Topics.CALIBRATIONS)) {
      chart.skip("calibration", "not looked at: there is no rig, or no topic calibrations");
      return;
    }
    try {
      Map<String, byte[]> published = visit.table(Topics.CALIBRATIONS);
      visit
          .rigs
          .values()
          .forEach(rig -> look(visit, rig, Optional.ofNullable(published.get(rig.rig())), chart));
    } catch (KafkaException | IllegalStateException e) {
      chart.fail(
          "calibration",
          "",
          "the calibrations cannot be read: " + Deepest.of(e),
          "grant READ on topic calibrations: ./evpose acl");
    }
  }

  private static void look(Visit visit, RigMessage rig, Optional<byte[]> json, Chart chart) {
    if (json.isEmpty()) {
      missing(rig, chart);
      return;
    }
    try {
      CalibrationMessage calibration = Json.decode(json.get(), CalibrationMessage.class);
      visit.calibrations.put(rig.rig(), calibration);
      covers(rig, calibration, chart);
      judge(rig, calibration, chart);
    } catch (MalformedMessageException e) {
      chart.fail(
          "calibration", rig.rig(), "it is broken: " + e.getMessage(), publish(rig, "a whole one"));
    }
  }

  private static void missing(RigMessage rig, Chart chart) {
    if (rig.cameras().size() == 1) {
      chart.ok("calibration", rig.rig(), "none, and with one camera there is no depth to find");
    } else {
      chart.fail(
          "calibration", rig.rig(), "there is none, so there are no 3D poses", publish(rig, "one"));
    }
  }

  private static String publish(RigMessage rig, String which) {
    return "publish "
        + which
        + ": ./evpose calibration import FILE --out "
        + rig.rig()
        + ".json; ./evpose rig add "
        + rig.rig()
        + " --calibration "
        + rig.rig()
        + ".json";
  }

  private static void covers(RigMessage rig, CalibrationMessage calibration, Chart chart) {
    for (RigCamera camera : rig.cameras()) {
      Optional<CameraCalibration> its =
          calibration.cameras().stream().filter(c -> c.id().equals(camera.id())).findFirst();
      String subject = rig.rig() + "/" + camera.id();
      if (its.isEmpty()) {
        chart.fail(
            "calibration",
            subject,
            "the calibration does not have this camera, so it takes no part in 3D",
            publish(rig, "one with all cameras"));
      } else if (its.get().width() != camera.width() || its.get().height() != camera.height()) {
        chart.fail(
            "calibration",
            subject,
            Text.say(
                "it is for a sensor of %dx%d, the rig has %dx%d",
                its.get().width(), its.get().height(), camera.width(), camera.height()),
            publish(rig, "one for this sensor"));
      }
    }
  }

  private static void judge(RigMessage rig, CalibrationMessage calibration, Chart chart) {
    List<Finding> findings = FileAudit.audit(Calibration.of(calibration));
    for (Finding finding : findings) {
      String subject = finding.camera().isEmpty() ? rig.rig() : rig.rig() + "/" + finding.camera();
      chart.fail(
          "calibration",
          subject,
          finding.fault() + ": " + finding.evidence(),
          "put it right at its source (./evpose calibration audit FILE shows the same), then "
              + publish(rig, "it"));
    }
    if (findings.isEmpty()) {
      chart.ok(
          "calibration",
          rig.rig(),
          calibration.cameras().size() + " cameras, nothing is wrong that its numbers can show");
    }
  }
}
