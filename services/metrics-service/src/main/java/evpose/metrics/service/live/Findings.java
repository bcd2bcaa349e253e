package evpose.metrics.service.live;

import evpose.metrics.service.live.RigNumbers.CameraNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong with a rig, or worth knowing, each in one short sentence, the worst first. Numbers
 * in, words out: no state, no clock.
 */
public final class Findings {
  private static final double SILENT_SECONDS = 3;
  private static final double LATE_SECONDS = 0.5;
  private static final double DRIFT_PX = 4; // beyond what the other cameras have
  private static final double DRIFT_TIMES = 2;
  private static final double SKEW_SECONDS = 0.005;
  private static final double SPREAD = 0.15;
  private static final int LEAST_CAMERAS = 3; // two that disagree do not say which is wrong

  /**
   * @param level {@code bad} or {@code note}
   * @param words one sentence without a full stop
   */
  public record Finding(String level, String words) {}

  private final List<Finding> bad = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();

  private Findings() {}

  /** Everything that can be said about these numbers. */
  public static List<Finding> of(RigNumbers numbers) {
    Findings findings = new Findings();
    findings.flow(numbers);
    findings.moves(numbers);
    findings.views(numbers);
    findings.losses(numbers);
    List<Finding> all = new ArrayList<>(findings.bad);
    all.addAll(findings.notes);
    return all;
  }

  private void bad(String format, Object... values) {
    bad.add(new Finding("bad", String.format(Locale.ROOT, format, values)));
  }

  private void note(String format, Object... values) {
    notes.add(new Finding("note", String.format(Locale.ROOT, format, values)));
  }

  private void flow(RigNumbers numbers) {
    for (CameraNumbers camera : numbers.cameras()) {
      if (camera.silentSeconds() >= SILENT_SECONDS) {
        bad("%s silent for %.0f s", camera.camera(), Math.floor(camera.silentSeconds()));
      } else if (camera.lagSeconds() >= LATE_SECONDS) {
        bad("%s is %.1f s behind", camera.camera(), camera.lagSeconds());
      }
    }
    if (numbers.lagSeconds() >= LATE_SECONDS) {
      bad("3D is %.1f s behind", numbers.lagSeconds());
    }
    boolean compared = !Double.isNaN(numbers.mpjpe3dMm()) || !Double.isNaN(numbers.mpjpe2dPx());
    if (numbers.endMicros() >= 0 && !compared) {
      note("no truth, so no error");
    }
  }

  private void moves(RigNumbers numbers) {
    for (CameraNumbers camera : numbers.cameras()) {
      if (camera.turnedDegrees() > 0) {
        bad(
            "%s was moved, turned by %.1f degrees: calibrate anew",
            camera.camera(), camera.turnedDegrees());
      }
    }
  }

  private void views(RigNumbers numbers) {
    List<CameraNumbers> seeing =
        numbers.cameras().stream().filter(c -> !Double.isNaN(c.view().residualPx())).toList();
    if (seeing.size() >= LEAST_CAMERAS) {
      double middle = median(seeing);
      for (CameraNumbers camera : seeing) {
        double px = camera.view().residualPx();
        boolean told = camera.turnedDegrees() > 0;
        if (!told && px > middle + DRIFT_PX && px > middle * DRIFT_TIMES) {
          bad("%s disagrees by %.0f px: has it been moved?", camera.camera(), px);
        }
      }
    }
    for (CameraNumbers camera : seeing) {
      double skew = camera.view().skewSeconds();
      if (Math.abs(skew) >= SKEW_SECONDS) {
        note(
            "%s seems %.0f ms %s",
            camera.camera(), Math.abs(skew) * 1000, skew > 0 ? "late" : "early");
      }
    }
    if (numbers.truthFree().boneSpread() > SPREAD) {
      note("bones change length by %.0f %%", 100 * numbers.truthFree().boneSpread());
    }
  }

  private static double median(List<CameraNumbers> cameras) {
    double[] sorted = cameras.stream().mapToDouble(c -> c.view().residualPx()).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  private void losses(RigNumbers numbers) {
    long lost = numbers.packets().lost();
    if (lost > 0) {
      bad("%,d %s lost", lost, lost == 1 ? "packet" : "packets");
    }
    long dropped = numbers.cameras().stream().mapToLong(CameraNumbers::dropped).sum();
    if (dropped > 0) {
      note("%,d events dropped at the source", dropped);
    }
    long shed =
        numbers.cameras().stream()
            .flatMap(c -> c.shed().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    if (shed > 0) {
      note("%,d steps shed to keep up", shed);
    }
    if (numbers.deadLettered() > 0) {
      note(
          "%,d %s in dead-letters",
          numbers.deadLettered(), numbers.deadLettered() == 1 ? "record" : "records");
    }
  }
}
