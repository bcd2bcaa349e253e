package evpose.hybrid.djl.bench;

import evpose.hybrid.LayerWatch;
import evpose.hybrid.ModelDescription;
import java.util.function.LongSupplier;

/** Times the layers of one step in processor time of the thread that makes it. */
final class StepClock implements LayerWatch {
  private static final int ROWS = ModelDescription.SPIKING_LAYERS + 1;

  private final LongSupplier nanos; // of the thread's own work
  private final long[] taken = new long[ROWS]; // the whole layer
  private final long[] charging = new long[ROWS]; // without firing
  private long last;
  private long beganAt; // by the clock on the wall
  private long wallNanos;

  StepClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void begins() {
    beganAt = System.nanoTime();
    last = nanos.getAsLong();
  }

  @Override
  public void charged(int layer) {
    charging[layer] = nanos.getAsLong() - last;
  }

  @Override
  public void ends(int row) {
    long now = nanos.getAsLong();
    taken[row] = now - last;
    last = now;
    wallNanos = System.nanoTime() - beganAt;
  }

  /** Milliseconds of a layer in the last step; row 9 is the head. */
  double ms(int row) {
    return taken[row] / 1e6;
  }

  /** The part of it that went by before the layer fired; zero for the head, which does not. */
  double chargingMs(int row) {
    return charging[row] / 1e6;
  }

  /** The step until now by the clock on the wall, which runs on while others have the core. */
  double wallMs() {
    return wallNanos / 1e6;
  }

  double stepMs() {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += ms(row);
    }
    return sum;
  }
}
