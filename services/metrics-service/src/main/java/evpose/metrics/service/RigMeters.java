package evpose.metrics.service;

import evpose.metrics.service.live.LatencyListener;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RigNumbers;
import evpose.metrics.service.live.RigNumbers.CameraNumbers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The numbers as Prometheus sees them, in SI units, refreshed once a second. What is not known is
 * NaN. The list with units and labels: README.md of this service; a test compares it.
 */
final class RigMeters implements LatencyListener {
  private static final double MM_PER_METER = 1000;
  private static final Duration[] BUCKETS = {
    ms(1), ms(2), ms(5), ms(10), ms(15), ms(20), ms(30), ms(50), ms(80), ms(120), ms(250), ms(500),
    ms(1000), ms(5000)
  };

  private final MeterRegistry meters;
  private final String energyTable;
  private final Readings<RigNumbers> rigs;
  private final CameraMeters cameras;
  private final Map<String, Long> deadLetters = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  /**
   * @param energyTable name of the table behind every watt
   */
  RigMeters(MeterRegistry meters, String energyTable) {
    this.meters = meters;
    this.energyTable = energyTable;
    this.rigs = new Readings<>(meters);
    this.cameras = new CameraMeters(meters);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  /** Adds what does not belong to a rig. */
  void watch(LiveMetrics live) {
    FunctionCounter.builder("evpose.ignored", live, l -> l.ignored())
        .description("messages left out because there are too many rigs or cameras")
        .register(meters);
    ResidentMemory.register(meters);
  }

  @Override
  public void measured(String rig, String stage, long nanos) {
    timers
        .computeIfAbsent(rig + '/' + stage, key -> timer(rig, stage))
        .record(Duration.ofNanos(nanos));
  }

  private Timer timer(String rig, String stage) {
    return Timer.builder("evpose.latency")
        .description("wall time of a stage; endToEnd: last packet published to 3D pose read")
        .tags("rig", rig, "stage", stage)
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  void update(RigNumbers numbers) {
    String rig = numbers.rig();
    if (rigs.update(rig, numbers)) {
      Tags tags = Tags.of("rig", rig);
      poses(rig, tags);
      accuracy(rig, tags);
      truthFree(rig, tags);
      power(rig, tags);
      neuroBench(rig, tags);
    }
    for (CameraNumbers camera : numbers.cameras()) {
      cameras.update(rig, camera);
    }
  }

  void update(Map<String, Long> deadLettered) {
    deadLettered.forEach(
        (reason, count) -> {
          if (deadLetters.put(reason, count) == null) {
            FunctionCounter.builder(
                    "evpose.dead.letters", deadLetters, d -> d.getOrDefault(reason, 0L))
                .description("records that services set aside")
                .tags("reason", reason)
                .register(meters);
          }
        });
  }

  private void poses(String rig, Tags tags) {
    String poses = "poses read, each step of each camera (2d) or rig (3d) once";
    counter(rig, "evpose.poses", poses, tags.and("kind", "2d"), RigNumbers::poses2d);
    counter(rig, "evpose.poses", poses, tags.and("kind", "3d"), RigNumbers::poses3d);
    counter(
        rig,
        "evpose.revisions",
        "3D poses that replaced an earlier one of their step",
        tags,
        RigNumbers::revisions);
    gauge(
        rig,
        "evpose.rig.lag",
        "seconds",
        "data time from the newest 3D pose to the newest packet",
        tags,
        RigNumbers::lagSeconds);
  }

  private void accuracy(String rig, Tags tags) {
    gauge(
        rig,
        "evpose.mpjpe",
        "meters",
        "mean joint error over the last 10 s of data",
        tags,
        n -> n.mpjpe3dMm() / MM_PER_METER);
    gauge(
        rig,
        "evpose.mpjpe.run",
        "meters",
        "mean joint error over the run",
        tags,
        n -> n.accuracy().mpjpe3dMmRun() / MM_PER_METER);
    gauge(
        rig,
        "evpose.mpjpe.image.run",
        "pixels",
        "mean joint error in the images over the run, all cameras",
        tags,
        n -> n.accuracy().mpjpe2dPxRun());
    gauge(
        rig,
        "evpose.pa.mpjpe",
        "meters",
        "mean joint error after moving, turning and scaling the body onto the truth, last 10 s of"
            + " data",
        tags,
        n -> n.accuracy().paMpjpeMm() / MM_PER_METER);
    gauge(
        rig,
        "evpose.acceleration.error",
        "meters.per.second.squared",
        "jitter: mean difference of the joints' accelerations, last 10 s of data",
        tags,
        n -> n.accuracy().accelerationErrorMPerS2());
    correct(
        rig,
        tags,
        "evpose.pck",
        "within_meters",
        RigNumbers.CORRECT_MM,
        MM_PER_METER,
        n -> n.accuracy().pck3d());
    correct(
        rig,
        tags,
        "evpose.pck.image",
        "within_pixels",
        RigNumbers.CORRECT_PX,
        1,
        n -> n.accuracy().pck2d());
  }

  private void correct(
      String rig,
      Tags tags,
      String name,
      String label,
      List<Integer> thresholds,
      double unit,
      java.util.function.Function<RigNumbers, List<Double>> shares) {
    for (int i = 0; i < thresholds.size(); i++) {
      int at = i;
      double threshold = thresholds.get(i) / unit;
      String text = unit == 1 ? String.valueOf(thresholds.get(i)) : String.valueOf(threshold);
      gauge(
          rig,
          name,
          "ratio",
          "share of joints that lie within the threshold of the truth, last 10 s of data",
          tags.and(label, text),
          n -> shares.apply(n).get(at));
    }
  }

  private void truthFree(String rig, Tags tags) {
    gauge(
        rig,
        "evpose.reprojection.error",
        "pixels",
        "mean reprojection error of the joints, last 10 s of data",
        tags,
        n -> n.truthFree().reprojectionPx());
    gauge(
        rig,
        "evpose.view.agreement",
        "ratio",
        "mean share of the views that a joint was found from, last 10 s of data",
        tags,
        n -> n.truthFree().agreement());
    gauge(
        rig,
        "evpose.bone.length.spread",
        "ratio",
        "mean standard deviation of a bone's length, share of its mean, last 10 s of data",
        tags,
        n -> n.truthFree().boneSpread());
    gauge(
        rig,
        "evpose.joints.seen",
        "ratio",
        "share of the joints that were seen, not carried on, last 10 s of data",
        tags,
        n -> n.truthFree().seen());
    gauge(
        rig,
        "evpose.joint.uncertainty",
        "meters",
        "mean standard deviation of a joint along an axis, by its covariance, last 10 s of data",
        tags,
        n -> n.truthFree().sigmaMm() / MM_PER_METER);
  }

  private void power(String rig, Tags tags) {
    String help =
        "ESTIMATED from counted operations and the energy table named, all cameras; no memory"
            + " traffic";
    Tags named = tags.and("table", energyTable);
    gauge(
        rig,
        "evpose.power.estimated",
        "watts",
        help,
        named.and("network", "hybrid"),
        RigNumbers::wattsEstimated);
    gauge(
        rig,
        "evpose.power.estimated",
        "watts",
        help,
        named.and("network", "dense_ann"),
        RigNumbers::wattsDenseAnn);
  }

  private void neuroBench(String rig, Tags tags) {
    gauge(
        rig,
        "evpose.neurobench.execution.rate",
        "hertz",
        "answers a second of data time: 1 / stride",
        tags,
        n -> n.neuroBench().executionRateHz());
    gauge(
        rig,
        "evpose.neurobench.activation.sparsity",
        "ratio",
        "share of the spiking neurons' outputs that are zero, last 10 s of data",
        tags,
        n -> n.neuroBench().activationSparsity());
    String operations =
        "synaptic operations an answer of one camera, last 10 s of data; MACs: ANN and head counted"
            + " densely";
    gauge(
        rig,
        "evpose.neurobench.operations",
        "",
        operations,
        tags.and("kind", "effective_ac"),
        n -> n.neuroBench().effectiveAcs());
    gauge(
        rig,
        "evpose.neurobench.operations",
        "",
        operations,
        tags.and("kind", "effective_mac_bound"),
        n -> n.neuroBench().effectiveMacs());
  }

  private void gauge(
      String rig,
      String name,
      String unit,
      String help,
      Tags tags,
      ToDoubleFunction<RigNumbers> value) {
    rigs.gauge(rig, name, unit, help, tags, value);
  }

  private void counter(
      String rig, String name, String help, Tags tags, ToLongFunction<RigNumbers> value) {
    rigs.counter(rig, name, help, tags, value::applyAsLong);
  }
}
