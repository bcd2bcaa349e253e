package evpose.benchmarks;

import evpose.events.CropBin;
import evpose.events.EventPacket;
import evpose.events.StepGrid;
import evpose.events.window.StepEvents;
import evpose.events.window.StepSlicer;
import evpose.representation.StepHistogram;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From packets to the network's input cells: one operation is one step of 10 ms, checked, sliced
 * and binned.
 *
 * <p>A log never repeats a packet, so each call makes one around the same arrays. That one object
 * for sixty steps is the input's, and the one thing that the gc profiler sees: about 1.5 B a step.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SlicingBenchmark {
  private static final int STEP_MICROS = 10_000;
  private static final int STEPS = 60;
  private static final int WIDTH = 346;
  private static final int HEIGHT = 260;
  private static final int INPUT_SIZE = 128;

  /** Events in a step of one camera. */
  @Param({"100", "1000"})
  public int eventsPerStep;

  private final StepHistogram histogram =
      new StepHistogram(CropBin.forSensor(WIDTH, HEIGHT, INPUT_SIZE), false);
  private final StepSlicer slicer = new StepSlicer(new StepGrid(STEP_MICROS), this::closed);
  private final StepHistogram.CellSink cells = this::take; // one for all steps
  private short[] x = {};
  private short[] y = {};
  private int[] dtMicros = {};
  private byte[] polarity = {};
  private long sequence;
  private double told; // of all cells, so that no work is dead

  /** Draws the events of sixty steps, the same for every run. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    int size = STEPS * eventsPerStep;
    x = new short[size];
    y = new short[size];
    dtMicros = new int[size];
    polarity = new byte[size];
    for (int i = 0; i < size; i++) {
      x[i] = (short) random.nextInt(WIDTH);
      y[i] = (short) random.nextInt(HEIGHT);
      dtMicros[i] = random.nextInt(STEPS * STEP_MICROS);
      polarity[i] = (byte) random.nextInt(2);
    }
    Arrays.sort(dtMicros);
  }

  private void closed(StepEvents step) {
    histogram.tell(step, cells);
  }

  private void take(int cell, int channel, float value) {
    told += value;
  }

  /** Sixty steps in one packet. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double step() {
    long begin = sequence * STEPS * STEP_MICROS;
    slicer.accept(
        new EventPacket(
            "bench",
            "c0",
            WIDTH,
            HEIGHT,
            sequence++,
            begin,
            begin + STEPS * STEP_MICROS,
            0,
            x,
            y,
            dtMicros,
            polarity));
    return told;
  }
}
