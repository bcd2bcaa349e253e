package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says when a camera was bumped, from what the cameras of a rig see while it runs.
 *
 * <pre>
 *   two seconds   of steps, thinned: for each camera the turn that would make it agree with the points of all others
 *   baseline      mean and spread of the first {@value #BASELINE_WINDOWS} such turns while nothing is suspected, of {@value #LEAST_WINDOWS} at least: what the
 *                 calibration was wrong from the start is not drift, and a network errs for seconds in one direction
 *   suspicion     a turn about some axis leaves its baseline by {@value #LEAST_DEGREES} degrees and {@value #SURE} standard deviations
 *   alarm         in {@value #IN_A_ROW} windows in a row; of all cameras the one whose turning back mends most
 * </pre>
 *
 * After an alarm it goes on with the camera as it now stands, so a move is told once. A function of
 * the views and their steps alone. Needs three cameras: of two nobody can say which moved. Not
 * thread-safe.
 */
public final class DriftAlarm {
  private static final long WINDOW_MICROS = 2_000_000;
  private static final long SAMPLE_MICROS = 40_000;
  private static final int LEAST_WINDOWS = 5;
  private static final int BASELINE_WINDOWS = 15;
  private static final int IN_A_ROW = 2;
  private static final double LEAST_DEGREES = 0.5;
  private static final double SURE = 2.5;
  private static final int LEAST_SAMPLES = 10;

  /**
   * A camera that moved.
   *
   * @param sinceMicros data time of the first view that does not fit
   * @param degrees how far it turned
   * @param sigmaDegrees its standard deviation
   */
  public record Drift(String camera, long sinceMicros, double degrees, double sigmaDegrees) {
    /** In words. */
    public String words() {
      return String.format(
          Locale.ROOT,
          "camera %s has moved since data time %.1f s: turned by about %.1f +- %.1f degrees; calibrate anew, or"
              + " evpose calibration refine",
          camera,
          sinceMicros / 1e6,
          degrees,
          sigmaDegrees);
    }
  }

  private final List<ProjectionCamera> cameras;
  private final long stepMicros;
  private final List<List<Joints2d>> window = new ArrayList<>();
  private long windowIndex = Long.MIN_VALUE;
  private long sampleIndex = Long.MIN_VALUE;
  private final double[][] baseline;
  private final double[][] squares; // sums of squared distances from the baseline, radians^2
  private final int[] baselineWindows;
  private int suspicious;
  private long suspiciousSinceMicros;

  /**
   * @param cameras of the rig, as its calibration says
   * @param stepMicros length of a step
   */
  public DriftAlarm(List<ProjectionCamera> cameras, long stepMicros) {
    this.cameras = new ArrayList<>(cameras);
    this.stepMicros = stepMicros;
    baseline = new double[cameras.size()][3];
    squares = new double[cameras.size()][3];
    baselineWindows = new int[cameras.size()];
  }

  /**
   * Takes a step; one that is not newer than the last is passed over, except when data time began
   * anew.
   *
   * @param views of the cameras in order, all missing when one said nothing; kept, not modified
   * @return a camera that moved, when this step completes the proof
   */
  public Optional<Drift> step(long step, List<Joints2d> views) {
    if (cameras.size() < 3) {
      return Optional.empty();
    }
    long micros = step * stepMicros;
    long now = Math.floorDiv(micros, WINDOW_MICROS);
    Optional<Drift> drift = Optional.empty();
    if (now != windowIndex) {
      if (now > windowIndex) {
        drift = evaluate();
      } else if (now < windowIndex - 10) { // data time began anew
        suspicious = 0;
      } else {
        return drift;
      }
      window.clear();
      windowIndex = now;
      sampleIndex = Long.MIN_VALUE;
    }
    long sample = Math.floorDiv(micros, SAMPLE_MICROS);
    if (sample > sampleIndex) {
      sampleIndex = sample;
      window.add(List.copyOf(views));
    }
    return drift;
  }

  private Optional<Drift> evaluate() {
    if (window.size() < LEAST_SAMPLES) {
      return Optional.empty();
    }
    Views views = new Views(SAMPLE_MICROS, window);
    CameraFit[] fits = new CameraFit[cameras.size()];
    boolean suspicion = false;
    for (int c = 0; c < fits.length; c++) {
      fits[c] = CameraFit.turnOnly(cameras, views, c);
      CameraFit fit = fits[c];
      suspicion |= fit != null && suspected(c, fit);
    }
    if (!suspicion) {
      suspicious = 0;
      learn(fits);
      return Optional.empty();
    }
    if (suspicious++ == 0) {
      suspiciousSinceMicros = windowIndex * WINDOW_MICROS;
    }
    return suspicious < IN_A_ROW ? Optional.empty() : alarm(views, fits);
  }

  private boolean suspected(int camera, CameraFit fit) {
    int n = baselineWindows[camera];
    if (n < LEAST_WINDOWS) {
      return false;
    }
    double[] moved = moved(camera, fit);
    boolean suspected = false;
    for (int i = 0; i < 3; i++) { // a turn about the line of sight is seen worst
      double angle = Math.abs(moved[i]);
      double spread2 = squares[camera][i] / (n - 1) * (1 + 1.0 / n);
      double sigma = Math.sqrt(fit.turnSigma()[i] * fit.turnSigma()[i] + spread2);
      suspected |= Math.toDegrees(angle) > LEAST_DEGREES && angle > SURE * sigma;
    }
    return suspected;
  }

  private void learn(@Nullable CameraFit[] fits) {
    for (int c = 0; c < fits.length; c++) {
      CameraFit fit = fits[c];
      if (fit != null && baselineWindows[c] < BASELINE_WINDOWS) {
        baselineWindows[c]++;
        for (int i = 0; i < 3; i++) {
          double off = fit.turn()[i] - baseline[c][i];
          baseline[c][i] += off / baselineWindows[c];
          squares[c][i] += off * (fit.turn()[i] - baseline[c][i]);
        }
      }
    }
  }

  /** The turn since the baseline; small turns add. */
  private double[] moved(int camera, CameraFit fit) {
    double[] moved = new double[3];
    for (int i = 0; i < 3; i++) {
      moved[i] = fit.turn()[i] - baseline[camera][i];
    }
    return moved;
  }

  private static double length(double[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }

  /** A moved camera makes the others look moved too; turning the right one back mends most. */
  private Optional<Drift> alarm(Views views, @Nullable CameraFit[] fits) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    List<ProjectionCamera> mended = cameras;
    for (int c = 0; c < fits.length; c++) {
      CameraFit fit = fits[c];
      if (fit != null && suspected(c, fit)) {
        List<ProjectionCamera> then = new ArrayList<>(cameras);
        then.set(c, CameraFit.turned(cameras.get(c), moved(c, fit)));
        double cost = Misfits.costPx2(then, views);
        if (cost < least) {
          least = cost;
          best = c;
          mended = then;
        }
      }
    }
    CameraFit fit = best < 0 ? null : fits[best];
    if (fit == null || !(least < Misfits.costPx2(cameras, views))) {
      return Optional.empty();
    }
    Drift drift =
        new Drift(
            cameras.get(best).id(),
            suspiciousSinceMicros,
            Math.toDegrees(length(moved(best, fit))),
            fit.turnSigmaDegrees());
    cameras.set(best, mended.get(best));
    suspicious = 0;
    Arrays.fill(baselineWindows, 0);
    for (int c = 0; c < baseline.length; c++) {
      Arrays.fill(baseline[c], 0);
      Arrays.fill(squares[c], 0);
    }
    return Optional.of(drift);
  }
}
