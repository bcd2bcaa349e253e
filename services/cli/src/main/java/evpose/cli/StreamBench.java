package evpose.cli;

import evpose.allinone.AllInOne;
import evpose.metrics.service.live.Quantiles;
import evpose.metrics.service.live.RunReport;
import evpose.source.service.EventSource;
import evpose.source.service.SourceSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one load through a house of its own, with everything in this process, and says what came out
 * and what it took. The events are rendered beforehand; the just-in-time compiler gets a rehearsal.
 */
final class StreamBench {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Wire bytes of an event: x, y, time and polarity. */
  static final int EVENT_BYTES = 9;

  /** The first part of a run is not measured: the pace settles. */
  private static final double SETTLING_SECONDS = 5;

  /**
   * What is asked of the house.
   *
   * @param speed seconds of data a second; 0 as fast as possible
   * @param seconds of data
   * @param exactlyOnce whether poses travel in transactions
   * @param shedAfterMillis a camera that is farther behind gives up steps; 0 never
   */
  record Load(
      int cameras,
      int rateHz,
      String model,
      int keyFrameDelay,
      double speed,
      double seconds,
      boolean exactlyOnce,
      int shedAfterMillis) {}

  /**
   * What came of it, from the sixth second to the end of the data.
   *
   * @param poses3dPerSecond over the last 30 s
   * @param realTimeFactor seconds of data a second, until the last pose was out
   * @param shedSteps that cameras gave up, by reason; of all cameras
   * @param drainSeconds wall time from the last packet to the last pose
   * @param behindSteps steps published and not yet placed (one camera: answered), every second
   * @param cores by part, mean
   * @param cameraBytesPerSecond allocated on the heap by camera-service
   * @param inputBytesPerSecond of events that camera-service read
   * @param residentMb of the process, every second
   */
  record Result(
      Load load,
      double eventsPerSecondAndCamera,
      double poses3dPerSecond,
      double realTimeFactor,
      @Nullable Quantiles latencyMs,
      long lost,
      Map<String, Long> shedSteps,
      double drainSeconds,
      List<Long> behindSteps,
      Map<String, Double> cores,
      double cameraCoresPerCamera,
      double cameraBytesPerSecond,
      double inputBytesPerSecond,
      List<Double> residentMb) {

    double totalCores() {
      return cores.values().stream().mapToDouble(c -> c).sum();
    }

    /** Most steps behind in the last third of the run. */
    long behindAtTheEnd() {
      return behindSteps.stream()
          .skip(behindSteps.size() * 2L / 3)
          .mapToLong(s -> s)
          .max()
          .orElse(0);
    }

    /**
     * How much larger the process is in the last tenth of the run than in the tenth after its first
     * quarter, as a share.
     */
    double residentDrift() {
      int n = residentMb.size();
      double before = mean(residentMb.subList(n / 4, n / 4 + Math.max(1, n / 10)));
      double after = mean(residentMb.subList(n - Math.max(1, n / 10), n));
      return after / before - 1;
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    }
  }

  private final double rehearseSeconds;
  private final double prerenderSeconds;
  private final long seed;
  private final Consumer<String> progress;

  /**
   * @param rehearseSeconds of data before each load
   * @param prerenderSeconds of data that are played over and over
   * @param progress told once a second
   */
  StreamBench(
      double rehearseSeconds, double prerenderSeconds, long seed, Consumer<String> progress) {
    this.rehearseSeconds = rehearseSeconds;
    this.prerenderSeconds = prerenderSeconds;
    this.seed = seed;
    this.progress = progress;
  }

  Result run(Load load) throws InterruptedException {
    HouseOptions house = new HouseOptions();
    house.port = 0;
    house.brokerPort = 0;
    house.model = load.model;
    house.keyFrameDelay = load.keyFrameDelay;
    house.exactlyOnce = load.exactlyOnce;
    house.shedAfter = load.shedAfterMillis;
    AllInOne all = Houses.open(house);
    try (all) {
      if (rehearseSeconds > 0) {
        progress.accept("rehearsing");
        all.rehearse(
            rehearseSeconds,
            Map.of("evpose.source.cameras", load.cameras, "evpose.source.frames", frames(load)));
      }
      return measure(all, Houses.startSource(all, source(load)), load);
    } finally {
      house.tidy();
    }
  }

  private Map<String, Object> source(Load load) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("evpose.source.cameras", load.cameras);
    source.put("evpose.source.rate-hz", load.rateHz);
    source.put("evpose.source.speed", load.speed);
    source.put("evpose.source.seconds", load.seconds);
    source.put("evpose.source.prerender-seconds", Math.min(prerenderSeconds, load.seconds));
    source.put("evpose.source.seed", seed);
    source.put("evpose.source.frames", frames(load));
    return source;
  }

  private static boolean frames(Load load) {
    return HouseOptions.looksAtFrames(load.model);
  }

  private Result measure(AllInOne all, EventSource source, Load load) throws InterruptedException {
    while (source.summary().isEmpty() && !source.awaitEnd(Duration.ofMillis(50))) {
      progress.accept(String.format("rendering %.0f %%", 100 * source.rendered()));
    }
    long published = System.nanoTime();
    double settling = Math.min(SETTLING_SECONDS, load.seconds / 4);
    source.awaitEnd(Duration.ofMillis((long) (1000 * settling)));
    HouseUse before = HouseUse.now();
    long began = System.nanoTime();
    List<Long> behind = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    long events = events(source);
    HouseUse after = before;
    long ended = began;
    do {
      RunReport now = all.metrics().report(Houses.nowNanos());
      after = HouseUse.now();
      ended = System.nanoTime();
      long done = load.cameras > 1 ? now.poses3d().count() : now.poses2d().count();
      behind.add(source.summary().map(SourceSummary::steps).orElse(0L) - done);
      resident.add(after.residentBytes() / 1e6);
      progress.accept(now.health());
    } while (!source.awaitEnd(LOOK));
    events = events(source) - events;
    source.failure().ifPresent(StreamBench::fail);
    long sent = System.nanoTime();
    Houses.drain(all);
    double drained = (System.nanoTime() - sent) / 1e9 - Houses.SETTLED.toMillis() / 1e3;
    RunReport report = all.metrics().report(Houses.nowNanos());
    double wall = (System.nanoTime() - published) / 1e9 - Houses.SETTLED.toMillis() / 1e3;
    double seconds = Math.max(1e-3, (ended - began) / 1e9);
    return new Result(
        load,
        events / seconds / load.cameras,
        report.poses3d().perSecondLast30s(),
        load.seconds / wall,
        report.latencyMs().get("endToEnd"),
        report.packets().lost(),
        report.shedSteps(),
        drained,
        behind,
        cores(before, after, seconds),
        after.cores(HouseUse.Part.CAMERA, before, seconds) / load.cameras,
        after.allocatedPerSecond(HouseUse.Part.CAMERA, before, seconds),
        EVENT_BYTES * events / seconds,
        resident);
  }

  private static void fail(String why) {
    throw new Failure("the source failed: " + why);
  }

  static long events(EventSource source) {
    return source.summary().stream()
        .flatMap(s -> s.cameras().stream())
        .mapToLong(SourceSummary.Camera::events)
        .sum();
  }

  private static Map<String, Double> cores(HouseUse before, HouseUse after, double seconds) {
    Map<String, Double> cores = new LinkedHashMap<>();
    for (HouseUse.Part part : HouseUse.Part.values()) {
      cores.put(part.name().toLowerCase(java.util.Locale.ROOT), after.cores(part, before, seconds));
    }
    return cores;
  }
}
