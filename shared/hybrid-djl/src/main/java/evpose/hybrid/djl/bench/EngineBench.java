package evpose.hybrid.djl.bench;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.DjlDenseSnn;
import evpose.hybrid.djl.NativeRuntime;
import evpose.kernels.Crew;
import evpose.kernels.ReadingSpeed;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.kernels.WeightForm;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Times the dense and the event-driven spiking network in turn, on the same weights and spikes.
 *
 * <p>A round is one dense step and some event-driven ones for each number of threads, and one
 * reading of arrays as large as the layers' weights; other work on the machine meets all of them
 * alike. Not thread-safe; sets the native library's threads for the whole JVM, one when done.
 */
public final class EngineBench implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("static", "down1", "down2", "down3", "res1", "res2", "up1", "up2", "up3", "head");
  private static final int LAYERS = ModelDescription.SPIKING_LAYERS;
  private static final int SPARSE_STEPS_A_ROUND = 5;
  private static final int WARM_ROUNDS = 2;
  private static final long SEED = 1;

  private final ModelDescription description;
  private final StepClock denseClock;
  private final StepClock sparseClock;
  private final SparseWeights weights;
  private final DjlDenseSnn dense;
  private final SparseSnn sparse;
  private final SortedMap<Integer, Team> teams = new TreeMap<>(); // by threads, from two on
  private final HeldSpikes spikes;
  private final List<Integer> threads;
  private final List<ReadingSpeed> reading = new ArrayList<>(); // of the spiking layers

  /** The event-driven engine on several threads. */
  private record Team(Crew crew, StepClock clock, SparseSnn snn) {}

  /**
   * @param form of the event-driven engine's weights
   * @param threads of both engines, ascending; one thread first
   * @param nanos processor time of the calling thread
   */
  public EngineBench(
      ModelDescription description,
      Tensors tensors,
      WeightForm form,
      List<Integer> threads,
      LongSupplier nanos) {
    this.description = description;
    denseClock = new StepClock(nanos);
    sparseClock = new StepClock(nanos);
    weights = new SparseWeights(description, tensors, form);
    this.threads = List.copyOf(threads);
    dense = new DjlDenseSnn(description, tensors, 1, denseClock);
    sparse = new SparseSnn(weights, Crew.ALONE, sparseClock);
    for (int t : threads.subList(1, threads.size())) {
      Crew crew = new Crew(t, "crew");
      StepClock clock = new StepClock(nanos);
      teams.put(t, new Team(crew, clock, new SparseSnn(weights, crew, clock)));
    }
    spikes = new HeldSpikes(description);
    for (int k = 0; k < LAYERS; k++) {
      reading.add(new ReadingSpeed(weights.streamedBytes(k) / Float.BYTES, nanos));
    }
  }

  /** Which twin of the event-driven engine runs. */
  public String sparseEngine() {
    return sparse.kernels();
  }

  /** Version and instruction set of the dense engine. */
  public String denseEngine() {
    return dense.fingerprint();
  }

  /**
   * Runs both engines until the just-in-time compiler and the native library have settled.
   *
   * @param load neither the least nor the most that will be measured
   */
  public void warmUp(SpikeLoad load, double seconds) {
    spikes.draw(description, load, SEED);
    long until = System.nanoTime() + (long) (seconds * 1e9);
    do {
      step(sparse);
      step(sparse);
      teams.values().forEach(team -> step(team.snn));
      denseStep(1);
      reading.forEach(ReadingSpeed::measure);
    } while (System.nanoTime() < until);
  }

  /**
   * Measures the published rates, then the same density everywhere.
   *
   * @param densities each in [0, 1]
   * @param told of each load as soon as it is measured
   */
  public EngineResult run(List<Double> densities, int rounds, Consumer<LoadResult> told) {
    LoadResult published = measure(SpikeLoad.published(), rounds);
    told.accept(published);
    List<LoadResult> uniform = new ArrayList<>();
    for (double density : densities) {
      LoadResult result = measure(SpikeLoad.uniform(density), rounds);
      told.accept(result);
      uniform.add(result);
    }
    return new EngineResult(sparseEngine(), denseEngine(), published, uniform);
  }

  private LoadResult measure(SpikeLoad load, int rounds) {
    spikes.draw(description, load, SEED);
    List<Timings> denseTimes = threads.stream().map(t -> new Timings()).toList();
    Timings sparseTimes = new Timings();
    SortedMap<Integer, Timings> teamTimes = new TreeMap<>();
    teams.keySet().forEach(t -> teamTimes.put(t, new Timings()));
    List<List<Double>> speeds = new ArrayList<>();
    reading.forEach(r -> speeds.add(new ArrayList<>()));
    for (int round = -WARM_ROUNDS; round < rounds; round++) {
      boolean counts = round >= 0;
      for (int i = 0; i < threads.size(); i++) {
        denseStep(threads.get(i));
        if (counts) {
          denseTimes.get(i).add(denseClock);
        }
      }
      for (int i = 0; i < SPARSE_STEPS_A_ROUND; i++) {
        step(sparse);
        if (counts) {
          sparseTimes.add(sparseClock);
        }
      }
      teams.forEach(
          (t, team) -> {
            for (int i = 0; i < SPARSE_STEPS_A_ROUND; i++) {
              step(team.snn);
              if (counts) {
                Objects.requireNonNull(teamTimes.get(t)).add(team.clock);
              }
            }
          });
      for (int k = 0; counts && k < LAYERS; k++) {
        speeds.get(k).add(reading.get(k).measure());
      }
    }
    NativeRuntime.load(1);
    SortedMap<Integer, Double> walls = new TreeMap<>();
    for (int i = 0; i < threads.size(); i++) {
      walls.put(threads.get(i), denseTimes.get(i).wallMs());
    }
    SortedMap<Integer, Double> sparseWalls = new TreeMap<>();
    sparseWalls.put(1, sparseTimes.wallMs());
    teamTimes.forEach((t, times) -> sparseWalls.put(t, times.wallMs()));
    List<Double> bounds = speeds.stream().map(Sample::median).toList();
    return result(load, walls, sparseWalls, denseTimes.get(0), sparseTimes, bounds);
  }

  private void denseStep(int threads) {
    NativeRuntime.load(threads);
    dense.initialise(spikes.state());
    dense.step(spikes.input());
  }

  private void step(SparseSnn snn) {
    snn.initialise(spikes.state());
    snn.step(spikes.input());
  }

  private LoadResult result(
      SpikeLoad load,
      SortedMap<Integer, Double> denseWallMs,
      SortedMap<Integer, Double> sparseWallMs,
      Timings denseTimes,
      Timings sparseTimes,
      List<Double> bounds) {
    List<LayerResult> layers = new ArrayList<>();
    long fired = 0;
    for (int row = 0; row <= LAYERS; row++) {
      boolean head = row == LAYERS;
      long accumulates = head ? sparse.lastHeadAccumulates() : sparse.lastAccumulates(row);
      fired += head ? 0 : sparse.lastSpikes(row);
      double slow = denseTimes.layerMs(row);
      double quick = sparseTimes.layerMs(row);
      double bound = head ? Double.NaN : bounds.get(row);
      layers.add(
          new LayerResult(
              NAMES.get(row),
              slow,
              quick,
              slow / quick,
              accumulates,
              accumulates / (quick * 1e6),
              head ? Double.NaN : streamed(row, accumulates, sparseTimes.chargingMs(row)) / bound,
              bound / 1e9));
    }
    return new LoadResult(
        load,
        (double) fired / sparse.lastNeuronUpdates(),
        sparse.lastAccumulates() + sparse.lastHeadAccumulates(),
        denseTimes.stepMs(),
        sparseTimes.stepMs(),
        denseWallMs,
        sparseWallMs,
        layers);
  }

  /** Bytes of weights a second that a layer's spikes read. */
  private double streamed(int layer, long accumulates, double ms) {
    return weights.bytesPerAccumulate(layer) * accumulates / (ms * 1e-3);
  }

  /** What came of the arrays that were read, so that no compiler leaves the reading out. */
  public double sumRead() {
    return reading.stream().mapToDouble(ReadingSpeed::sum).sum();
  }

  @Override
  public void close() {
    teams.values().forEach(team -> team.crew.close());
    dense.close();
  }
}
