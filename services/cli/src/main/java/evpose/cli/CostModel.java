package evpose.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cores that camera-service keeps busy, as a sum of what it does:
 *
 * <pre>
 *   cores = base + cameras · (perCamera + perStep · steps a second + perEvent · events a second
 *                             + perKeyFrame · key frames a second)
 * </pre>
 *
 * The base is Kafka's own work, that of a camera its partition's, steps are the spiking network's,
 * key frames the dense one's. Loads that all have the same of one cannot tell it from the base: it
 * is in there. None may be negative: what a fit would make so is left out.
 *
 * @param base cores with no camera
 * @param perCamera cores
 * @param perStep core-seconds
 * @param perEvent core-seconds
 * @param perKeyFrame core-seconds
 */
record CostModel(
    double base, double perCamera, double perStep, double perEvent, double perKeyFrame) {
  private static final int TERMS = 5;

  /** Squares of relative errors that differ by less are those of one fit. */
  private static final double AS_GOOD = 1e-15;

  /**
   * One measured load.
   *
   * @param eventsPerSecond of one camera; 0 where they are not to be told apart
   * @param keyFramesPerSecond of one camera
   * @param cores of camera-service
   */
  record Measured(
      int cameras,
      double stepsPerSecond,
      double eventsPerSecond,
      double keyFramesPerSecond,
      double cores) {
    private double term(int index) {
      return switch (index) {
        case 0 -> 1;
        case 1 -> cameras;
        case 2 -> cameras * stepsPerSecond;
        case 3 -> cameras * eventsPerSecond;
        default -> cameras * keyFramesPerSecond;
      };
    }
  }

  /** Cores for a load, whatever it did take. */
  double cores(Measured load) {
    double camera =
        perCamera
            + perStep * load.stepsPerSecond
            + perEvent * load.eventsPerSecond
            + perKeyFrame * load.keyFramesPerSecond;
    return base + load.cameras * camera;
  }

  /**
   * The sum that comes closest in relative error: least squares over every choice of terms, of
   * those without a negative one the best.
   *
   * @throws IllegalArgumentException when there is nothing to fit
   */
  static CostModel fit(List<Measured> loads) {
    if (loads.isEmpty()) {
      throw new IllegalArgumentException("a cost model needs measured loads: loads=0");
    }
    CostModel best = new CostModel(0, 0, 0, 0, 0);
    double least = error(best, loads);
    for (int choice = 1; choice < 1 << TERMS; choice++) {
      double[] x = solve(loads, choice);
      if (x.length == TERMS) {
        CostModel model = new CostModel(x[0], x[1], x[2], x[3], x[4]);
        double error = error(model, loads);
        if (error < least * (1 - 1e-9) - AS_GOOD) { // of two that are as good the first
          best = model;
          least = error;
        }
      }
    }
    return best;
  }

  /**
   * What each load costs by a model that was fitted to all others, relative to what it did cost.
   */
  static List<Double> leftOutErrors(List<Measured> loads) {
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      List<Measured> others = new ArrayList<>(loads);
      Measured left = others.remove(i);
      errors.add(others.isEmpty() ? Double.NaN : fit(others).cores(left) / left.cores - 1);
    }
    return errors;
  }

  private static double error(CostModel model, List<Measured> loads) {
    double sum = 0;
    for (Measured load : loads) {
      double relative = model.cores(load) / load.cores - 1;
      sum += relative * relative;
    }
    return sum;
  }

  /** All terms, those not chosen zero; empty where one is negative or cannot be told. */
  private static double[] solve(List<Measured> loads, int choice) {
    int n = Integer.bitCount(choice);
    int[] terms = new int[n];
    for (int t = 0, k = 0; t < TERMS; t++) {
      if ((choice >> t & 1) == 1) {
        terms[k++] = t;
      }
    }
    double[] size = new double[n]; // terms differ by many powers of ten
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (Measured load : loads) {
        size[i] = Math.max(size[i], load.term(terms[i]) / load.cores);
      }
    }
    for (Measured load : loads) {
      for (int i = 0; i < n; i++) {
        double own = load.term(terms[i]) / load.cores / size[i];
        for (int j = 0; j < n; j++) {
          a[i][j] += own * load.term(terms[j]) / load.cores / size[j];
        }
        a[i][n] += own;
      }
    }
    double[] x = new double[TERMS];
    double[] solved = eliminate(a);
    for (int i = 0; i < n; i++) {
      if (solved.length == 0 || solved[i] < 0) {
        return new double[0];
      }
      x[terms[i]] = solved[i] / size[i];
    }
    return x;
  }

  /** Gauss with pivots; empty when the loads do not tell the terms apart. */
  private static double[] eliminate(double[][] a) {
    int n = a.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
      }
      double[] swap = a[pivot];
      a[pivot] = a[column];
      a[column] = swap;
      if (!(Math.abs(a[column][column]) > 1e-9)) {
        return new double[0];
      }
      for (int row = 0; row < n; row++) {
        double share = row == column ? 0 : a[row][column] / a[column][column];
        for (int k = column; k <= n; k++) {
          a[row][k] -= share * a[column][k];
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = a[i][n] / a[i][i];
    }
    return x;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.3f + cameras x (%.4f + %.1f us x steps/s + %.0f ns x events/s + %.2f ms x key frames/s)",
        base,
        perCamera,
        1e6 * perStep,
        1e9 * perEvent,
        1e3 * perKeyFrame);
  }
}
