package evpose.cli.chaos;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.RingRig;
import evpose.cli.audit.AuditReport;
import evpose.cli.audit.AuditRequest;
import evpose.cli.audit.LogAudit;
import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.RigRegistry;
import evpose.streaming.StreamsSettings;
import evpose.streaming.TopicAdmin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One seed of chaos: a household, a publisher, a plan; then the proof. */
public final class Chaos {
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(90);
  private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(180);
  private static final int RENDERED_STEPS = 400;
  private static final int DHP19_CAMERAS = 4;

  /** Chaos begins when every camera has a pose that is not older. */
  private static final int SERVED_WITHIN_STEPS = 50;

  private final ChaosSettings settings;
  private final Path directory;
  private final Consumer<String> progress;
  private final List<String> done = new ArrayList<>();
  private int partitions = Topics.STREAM_PARTITIONS;

  private Chaos(ChaosSettings settings, Path directory, Consumer<String> progress) {
    this.settings = settings;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param directory for data and logs, empty or not there yet
   * @param progress told what is done
   */
  public static ChaosResult run(
      ChaosSettings settings, long seed, Path directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new Chaos(settings, directory, progress).run(seed);
  }

  private ChaosResult run(long seed) throws IOException, InterruptedException {
    CameraRig cameras =
        settings.cameras() == DHP19_CAMERAS ? Dhp19Rig.rig() : RingRig.of(settings.cameras());
    PacketLoop loop =
        new PacketLoop(
            cameras,
            seed,
            RENDERED_STEPS,
            step -> {
              if (step % 100 == 0) {
                progress.accept("rendering step " + step);
              }
              return true;
            });
    try (Household house = new Household(directory, settings)) {
      Thread atTheEnd = new Thread(house::close, "chaos-stop");
      Runtime.getRuntime().addShutdownHook(atTheEnd);
      try {
        return run(seed, cameras, loop, house);
      } finally {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
      }
    }
  }

  private ChaosResult run(long seed, CameraRig cameras, PacketLoop loop, Household house)
      throws InterruptedException {
    house.broker().start();
    String bootstrap = house.bootstrap();
    progress.accept("starting a broker at " + bootstrap);
    TopicAdmin.createMissing(bootstrap, BROKER_PATIENCE);
    RigMessage rig = RigMessage.of(cameras, loop.stepMicros(), "", "");
    CalibrationMessage calibration = CalibrationMessage.of(cameras, 0, "chaos");
    new RigRegistry(bootstrap).publish(rig, calibration);
    progress.accept("starting services");
    ChaosPlan.AT_FIRST.forEach(name -> house.service(name).start());
    Lag lag = new Lag(bootstrap);
    String failure = null;
    double drained = 0;
    List<Recovery> recoveries;
    List<Footprint> footprints;
    try (lag;
        Producer<byte[], byte[]> producer = producer(bootstrap);
        FootprintWatch footprintWatch =
            new FootprintWatch(Path.of("/proc"), house::running).start();
        PoseWatch watch = new PoseWatch(bootstrap, rig)) {
      if (!lag.awaitGroups(READY_PATIENCE)) {
        failure = "the services did not start, their logs say why: directory=" + directory;
      } else {
        DisturbedPublisher publisher = new DisturbedPublisher(producer, rig, seed);
        play(ChaosPlan.of(seed, settings), loop, house, publisher, watch);
        settle(house);
        publisher.finish();
        progress.accept("draining");
        long published = System.nanoTime();
        if (!lag.awaitNone(DRAIN_PATIENCE)) {
          failure = "the stream stays behind, logs say why: directory=" + directory;
        }
        drained = (System.nanoTime() - published) / 1e9;
        if (publisher.failure() != null) {
          failure = "a packet could not be published: cause=" + publisher.failure();
        }
      }
      recoveries = watch.recoveries();
      footprints = footprintWatch.footprints();
    }
    progress.accept("stopping services");
    house.stopServices();
    AuditReport audit = failure == null ? audit(bootstrap, rig, calibration) : null;
    if (audit != null) {
      failure = verdict(audit, loop);
    }
    List<Long> offered = new ArrayList<>();
    for (int c = 0; c < rig.cameras().size(); c++) {
      offered.add(loop.sent(c));
    }
    return new ChaosResult(seed, done, offered, recoveries, drained, footprints, audit, failure);
  }

  private static Producer<byte[], byte[]> producer(String bootstrap) {
    Map<String, Object> config = new HashMap<>(StreamsSettings.producer());
    config.put("bootstrap.servers", bootstrap);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Publishes in real time until all cameras are served, and then on while another thread does what
   * the plan says.
   */
  private void play(
      List<Act> plan,
      PacketLoop loop,
      Household house,
      DisturbedPublisher publisher,
      PoseWatch watch)
      throws InterruptedException {
    progress.accept("waiting for the first poses");
    long began = System.nanoTime();
    long step = 0;
    while (!watch.servesAll(step - SERVED_WITHIN_STEPS)) {
      if (step * loop.stepMicros() > READY_PATIENCE.toMillis() * 1000) {
        throw new IllegalStateException(
            "cameras are not served before anything is done, logs say why: directory=" + directory);
      }
      watch.published(step);
      publish(step++, began, loop, publisher);
    }
    long planBegan = System.nanoTime();
    Director director =
        new Director(plan, house, publisher, watch, planBegan, this::note, this::grow);
    Thread directing = new Thread(director, "chaos-director");
    directing.start();
    long steps = step + Math.round(settings.seconds() * 1e6 / loop.stepMicros());
    while (step < steps) {
      watch.published(step);
      publish(step++, began, loop, publisher);
    }
    directing.join();
    director.rethrow();
  }

  private static void publish(
      long step, long beganNanos, PacketLoop loop, DisturbedPublisher publisher) {
    long due = beganNanos + (step + 1) * loop.stepMicros() * 1000;
    while (System.nanoTime() < due) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
    publisher.publish(loop.next());
  }

  private synchronized void note(double seconds, Act act) {
    String text = String.format(Locale.ROOT, "%.1f s: %s", seconds, act);
    done.add(text);
    progress.accept(text);
  }

  private void grow(String bootstrap) throws InterruptedException {
    partitions++;
    Map<String, NewPartitions> wanted = new HashMap<>();
    for (String topic : List.of(Topics.EVENTS, Topics.POSES_2D, Topics.POSES_3D)) {
      wanted.put(topic, NewPartitions.increaseTo(partitions));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createPartitions(wanted).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("partitions could not be added: cause=" + e, e);
    }
  }

  /** Everything that must run at the end does. */
  private static void settle(Household house) throws InterruptedException {
    house.broker().start();
    for (String name : ChaosPlan.AT_FIRST) {
      house.service(name).thaw();
      house.service(name).start();
    }
  }

  private AuditReport audit(String bootstrap, RigMessage rig, CalibrationMessage calibration) {
    progress.accept("proving");
    return LogAudit.run(
        new AuditRequest(
            bootstrap,
            rig,
            Optional.of(calibration),
            settings.model(),
            null,
            Map.of(),
            0,
            Long.MAX_VALUE),
        (stage, at, all) -> {
          if (at % 1024 == 0) {
            progress.accept("proving " + stage + " " + at + " of " + all);
          }
        });
  }

  /** What is wrong, or null. */
  private @Nullable String verdict(AuditReport audit, PacketLoop loop) {
    if (!audit.proven()) {
      return "the log is not proven: " + audit.found().get(0);
    }
    for (int c = 0; c < audit.cameras().size(); c++) {
      AuditReport.Camera camera = audit.cameras().get(c);
      if (camera.lastSequence() + 1 != loop.sent(c)) {
        return "packets are not on the broker: camera="
            + camera.camera()
            + ", sent="
            + loop.sent(c)
            + ", there="
            + (camera.lastSequence() + 1);
      }
    }
    long offered = loop.steps() * audit.cameras().size();
    long shed = audit.shedSteps().values().stream().mapToLong(n -> n).sum();
    if (audit.poses2d().answered() + shed != offered) {
      return "not every step of every camera is answered or given up: offered="
          + offered
          + ", answered="
          + audit.poses2d().answered()
          + ", given up="
          + shed;
    }
    return null;
  }
}
