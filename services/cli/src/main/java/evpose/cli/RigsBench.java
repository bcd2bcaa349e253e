package evpose.cli;

import evpose.allinone.AllInOne;
import evpose.metrics.service.live.RunReport;
import evpose.source.service.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs many small rigs through one house, each with an event source of its own, and says what they
 * took together: whether twice the rigs cost twice as much.
 */
final class RigsBench {
  private static final int FEWER = 5;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration RENDERING_PATIENCE = Duration.ofMinutes(3);

  /**
   * What is asked of the house.
   *
   * @param cameras of each rig
   * @param keyFrameSteps steps between two runs of a camera's ANN
   * @param seconds that are measured
   * @param prerenderSeconds of data, played over and over
   */
  record Load(
      int rigs,
      int cameras,
      int rateHz,
      int keyFrameSteps,
      String model,
      int seconds,
      int prerenderSeconds) {

    int allCameras() {
      return rigs * cameras;
    }

    double keyFramesPerSecond() {
      return (double) rateHz / keyFrameSteps;
    }

    /**
     * One rig, in the ways that tell apart what a camera, a step and a key frame cost; no load of
     * them has more than four cameras.
     */
    List<Load> units() {
      int few = keyFrameSteps >= FEWER ? keyFrameSteps / FEWER : keyFrameSteps * FEWER;
      int otherRate = rateHz > 50 ? 20 : 100;
      int sameKeyFrames = Math.max(1, Math.round((float) keyFrameSteps * otherRate / rateHz));
      return List.of(
          unit(1, rateHz, keyFrameSteps),
          unit(4, rateHz, keyFrameSteps),
          unit(4, rateHz, few),
          unit(4, otherRate, sameKeyFrames));
    }

    private Load unit(int ofCameras, int hz, int steps) {
      return new Load(1, ofCameras, hz, steps, model, seconds, prerenderSeconds);
    }

    /**
     * As a cost model wants it.
     *
     * @param cores of camera-service
     */
    CostModel.Measured costing(double cores) {
      return new CostModel.Measured(allCameras(), rateHz, 0, keyFramesPerSecond(), cores);
    }
  }

  /**
   * What came of it.
   *
   * @param poses2dPerSecond of all rigs together
   * @param packetsPerSecond that were published
   * @param eventBytesPerSecond in these packets, headers not counted
   * @param lost packets
   * @param cores by part, mean
   */
  record Result(
      Load load,
      double poses2dPerSecond,
      double packetsPerSecond,
      double eventBytesPerSecond,
      long lost,
      Map<String, Double> cores) {

    double cores(HouseUse.Part part) {
      return cores.getOrDefault(part.name().toLowerCase(java.util.Locale.ROOT), 0.0);
    }

    double totalCores() {
      return cores.values().stream().mapToDouble(c -> c).sum();
    }

    /** Poses that came, as a share of those that should. */
    double keptUp() {
      return poses2dPerSecond / (load.allCameras() * load.rateHz());
    }
  }

  private final Consumer<String> progress;

  /**
   * @param progress told once in a while
   */
  RigsBench(Consumer<String> progress) {
    this.progress = progress;
  }

  Result run(Load load) throws InterruptedException {
    HouseOptions house = new HouseOptions();
    house.port = 0;
    house.brokerPort = 0;
    house.model = load.model;
    AllInOne all = Houses.open(house);
    try (all) {
      List<EventSource> sources = new ArrayList<>();
      for (int i = 0; i < load.rigs; i++) {
        sources.add(all.startAnotherSource(source(load, i)));
      }
      awaitPackets(sources);
      TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
      return measure(all, sources, load);
    } finally {
      house.tidy();
    }
  }

  private static Map<String, Object> source(Load load, int index) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("evpose.source.rig", name(index));
    source.put("evpose.source.cameras", load.cameras);
    source.put("evpose.source.rate-hz", load.rateHz);
    source.put("evpose.source.policy", "fixed-" + load.keyFrameSteps);
    source.put("evpose.source.prerender-seconds", load.prerenderSeconds);
    source.put("evpose.source.seed", index + 1);
    source.put("evpose.source.frames", HouseOptions.looksAtFrames(load.model));
    source.put("spring.jmx.enabled", false);
    return source;
  }

  private static String name(int index) {
    return "rig-" + index;
  }

  private void awaitPackets(List<EventSource> sources) throws InterruptedException {
    long deadline = System.nanoTime() + RENDERING_PATIENCE.toNanos();
    for (EventSource source : sources) {
      while (source.summary().isEmpty()) {
        source
            .failure()
            .ifPresent(
                why -> {
                  throw new Failure("a source failed: " + why);
                });
        if (System.nanoTime() - deadline > 0) {
          throw new Failure("the takes were not rendered in time: waited=" + RENDERING_PATIENCE);
        }
        progress.accept(String.format("rendering %.0f %%", 100 * source.rendered()));
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private Result measure(AllInOne all, List<EventSource> sources, Load load)
      throws InterruptedException {
    Tally before = tally(all, sources);
    HouseUse began = HouseUse.now();
    long start = System.nanoTime();
    for (int second = 0; second < load.seconds; second++) {
      TimeUnit.SECONDS.sleep(1);
      progress.accept("second " + (second + 1));
    }
    HouseUse ended = HouseUse.now();
    double seconds = (System.nanoTime() - start) / 1e9;
    Tally after = tally(all, sources);
    Map<String, Double> cores = new LinkedHashMap<>();
    for (HouseUse.Part part : HouseUse.Part.values()) {
      cores.put(part.name().toLowerCase(java.util.Locale.ROOT), ended.cores(part, began, seconds));
    }
    sources.forEach(EventSource::close);
    Houses.drain(all);
    return new Result(
        load,
        (after.poses2d - before.poses2d) / seconds,
        (after.packets - before.packets) / seconds,
        StreamBench.EVENT_BYTES * (after.events - before.events) / seconds,
        lost(all, load.rigs),
        cores);
  }

  private record Tally(long poses2d, long packets, long events) {}

  private static Tally tally(AllInOne all, List<EventSource> sources) {
    long poses = 0;
    long packets = 0;
    long events = 0;
    for (int i = 0; i < sources.size(); i++) {
      RunReport report = all.metrics().report(name(i), Houses.nowNanos());
      poses += report.poses2d().count();
      packets += report.packets().published();
      events += StreamBench.events(sources.get(i));
    }
    return new Tally(poses, packets, events);
  }

  private static long lost(AllInOne all, int rigs) {
    long lost = 0;
    for (int i = 0; i < rigs; i++) {
      lost += all.metrics().report(name(i), Houses.nowNanos()).packets().lost();
    }
    return lost;
  }
}
