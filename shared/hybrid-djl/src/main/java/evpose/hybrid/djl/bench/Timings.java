package evpose.hybrid.djl.bench;

import evpose.hybrid.ModelDescription;
import java.util.ArrayList;
import java.util.List;

/** What an engine took, step for step. */
final class Timings {
  private static final int ROWS = ModelDescription.SPIKING_LAYERS + 1;

  private final List<Double> steps = new ArrayList<>();
  private final List<Double> walls = new ArrayList<>();
  private final List<List<Double>> layers = new ArrayList<>();
  private final List<List<Double>> charging = new ArrayList<>();

  Timings() {
    for (int row = 0; row < ROWS; row++) {
      layers.add(new ArrayList<>());
      charging.add(new ArrayList<>());
    }
  }

  void add(StepClock clock) {
    steps.add(clock.stepMs());
    walls.add(clock.wallMs());
    for (int row = 0; row < ROWS; row++) {
      layers.get(row).add(clock.ms(row));
      charging.get(row).add(clock.chargingMs(row));
    }
  }

  double stepMs() {
    return Sample.median(steps);
  }

  double wallMs() {
    return Sample.median(walls);
  }

  double layerMs(int row) {
    return Sample.median(layers.get(row));
  }

  double chargingMs(int row) {
    return Sample.median(charging.get(row));
  }
}
