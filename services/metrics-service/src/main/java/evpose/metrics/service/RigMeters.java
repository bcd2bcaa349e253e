package evpose.metrics.service;

import evpose.messages.Keys;
import evpose.metrics.service.live.LatencyListener;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RigNumbers;
import evpose.metrics.service.live.RigNumbers.CameraNumbers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The numbers as Prometheus sees them, in SI units, refreshed once a second. What is not known is
 * NaN.
 *
 * <pre>
 *   evpose_latency_seconds            histogram  rig, stage
 *   evpose_mpjpe_meters               gauge      rig             last 10 s of data
 *   evpose_mpjpe_pixels               gauge      rig, camera     last 10 s of data
 *   evpose_poses_total                counter    rig, kind       2d, 3d; each step once
 *   evpose_packets_total              counter    rig, camera, state   published, consumed, lost
 *   evpose_operations_total           counter    rig, camera, kind    mac, ac, neuron_update
 *   evpose_power_estimated_watts      gauge      rig, network    hybrid, dense_ann
 *   evpose_dead_letters_total         counter    reason
 *   evpose_undecodable_total          counter    topic, reason
 *   evpose_ignored_total              counter                    beyond the bounds on rigs, cameras
 * </pre>
 *
 * published = consumed + lost + dead-lettered + in flight.
 */
final class RigMeters implements LatencyListener {
  private static final double MM_PER_METER = 1000;
  private static final Duration[] BUCKETS = {
    ms(1), ms(2), ms(5), ms(10), ms(15), ms(20), ms(30), ms(50), ms(80), ms(120), ms(250), ms(500),
    ms(1000), ms(5000)
  };

  private final MeterRegistry meters;
  private final Map<String, RigNumbers> latest = new ConcurrentHashMap<>();
  private final Map<String, CameraNumbers> latestOfCamera = new ConcurrentHashMap<>();
  private final Map<String, Long> deadLetters = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  RigMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  /** Adds what does not belong to a rig. */
  void watch(LiveMetrics live) {
    FunctionCounter.builder("evpose.ignored", live, l -> l.ignored())
        .description("messages left out because there are too many rigs or cameras")
        .register(meters);
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
    if (latest.put(numbers.rig(), numbers) == null) {
      register(numbers.rig());
    }
    for (CameraNumbers camera : numbers.cameras()) {
      String key =
          new String(
              Keys.of(numbers.rig(), camera.camera()), java.nio.charset.StandardCharsets.UTF_8);
      if (latestOfCamera.put(key, camera) == null) {
        register(numbers.rig(), camera.camera(), key);
      }
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

  private void register(String rig) {
    Tags tags = Tags.of("rig", rig);
    String mpjpe = "mean joint error over the last 10 s of data";
    gauge("evpose.mpjpe", "meters", mpjpe, tags, rig, n -> n.mpjpe3dMm() / MM_PER_METER);
    String power =
        "ESTIMATED from counted operations and an energy table, all cameras; no memory traffic";
    gauge(
        "evpose.power.estimated",
        "watts",
        power,
        tags.and("network", "hybrid"),
        rig,
        RigNumbers::wattsEstimated);
    gauge(
        "evpose.power.estimated",
        "watts",
        power,
        tags.and("network", "dense_ann"),
        rig,
        RigNumbers::wattsDenseAnn);
    String poses = "poses read, each step of each camera (2d) or rig (3d) once";
    counter("evpose.poses", poses, tags.and("kind", "2d"), rig, n -> n.poses2d());
    counter("evpose.poses", poses, tags.and("kind", "3d"), rig, n -> n.poses3d());
  }

  private void gauge(
      String name,
      String unit,
      String help,
      Tags tags,
      String rig,
      ToDoubleFunction<RigNumbers> value) {
    Gauge.builder(name, latest, l -> of(l.get(rig), value))
        .baseUnit(unit)
        .description(help)
        .tags(tags)
        .register(meters);
  }

  private void counter(
      String name, String help, Tags tags, String rig, ToDoubleFunction<RigNumbers> value) {
    FunctionCounter.builder(name, latest, l -> of(l.get(rig), value))
        .description(help)
        .tags(tags)
        .register(meters);
  }

  private void register(String rig, String camera, String key) {
    Tags tags = Tags.of("rig", rig, "camera", camera);
    Gauge.builder("evpose.mpjpe", latestOfCamera, l -> of(l.get(key), CameraNumbers::mpjpe2dPx))
        .baseUnit("pixels")
        .description("mean joint error in the image over the last 10 s of data")
        .tags(tags)
        .register(meters);
    ofCamera(
        "evpose.packets",
        "event packets",
        tags.and("state", "published"),
        key,
        c -> c.packets().published());
    ofCamera(
        "evpose.packets",
        "event packets",
        tags.and("state", "consumed"),
        key,
        c -> c.packets().consumed());
    ofCamera(
        "evpose.packets", "event packets", tags.and("state", "lost"), key, c -> c.packets().lost());
    String operations = "operations that the poses say they took";
    ofCamera("evpose.operations", operations, tags.and("kind", "mac"), key, CameraNumbers::macs);
    ofCamera("evpose.operations", operations, tags.and("kind", "ac"), key, CameraNumbers::acs);
    ofCamera(
        "evpose.operations",
        operations,
        tags.and("kind", "neuron_update"),
        key,
        CameraNumbers::neuronUpdates);
  }

  private void ofCamera(
      String name, String help, Tags tags, String key, ToDoubleFunction<CameraNumbers> value) {
    FunctionCounter.builder(name, latestOfCamera, l -> of(l.get(key), value))
        .description(help)
        .tags(tags)
        .register(meters);
  }

  private static <T> double of(
      @org.jspecify.annotations.Nullable T from, ToDoubleFunction<T> value) {
    return from == null ? Double.NaN : value.applyAsDouble(from);
  }
}
