package evpose.triangulation.service;

import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.streaming.CurrentTable;
import evpose.streaming.DeadLetters;
import evpose.streaming.LogReader;
import evpose.streaming.RigDirectory;
import evpose.streaming.RigPartitioner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: a partition of {@code poses-2d} in, 3D poses and dead letters out. Keeps no store: at
 * its first record it reads its own partition backwards until the horizon is held, rebuilds the
 * joins silently up to that record, and goes on.
 *
 * <p>Wall clocks are read for headers only. Not thread-safe; Streams makes one a task.
 */
final class PosesProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger log = LoggerFactory.getLogger(PosesProcessor.class);
  private static final String SERVICE = "triangulation-service";

  /**
   * The tables at the moment of asking, straight from their topics.
   *
   * @param rigs by name
   * @param calibrations by rig
   */
  record Published(
      Supplier<Map<String, RigMessage>> rigs,
      Supplier<Map<String, CalibrationMessage>> calibrations) {}

  private final TriangulationSettings settings;
  private final LogReader logReader;
  private final Published published;
  private final RigPartitioner posesPartitioner;
  private final String host;
  private @Nullable Task task;

  /**
   * @param posesPartitioner told where each rig's poses go
   */
  PosesProcessor(
      TriangulationSettings settings,
      LogReader logReader,
      Published published,
      RigPartitioner posesPartitioner,
      String host) {
    this.settings = settings;
    this.logReader = logReader;
    this.published = published;
    this.posesPartitioner = posesPartitioner;
    this.host = host;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    task = new Task(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Objects.requireNonNull(task, "Streams calls init first").process(record);
  }

  /** Why a pose is not answered; a letter is sent for it only once where {@code once} says so. */
  private record Refusal(String reason, String message, boolean once) {}

  /** What there is once the context is known. */
  private final class Task {
    private final ProcessorContext<byte[], byte[]> context;
    private final DeadLetters deadLetters;
    private final CurrentTable<RigMessage> rigs;
    private final CurrentTable<CalibrationMessage> calibrations;
    private final Map<String, RigJoin> joins = new HashMap<>();
    private final Set<String> said = new HashSet<>();
    private boolean rebuilt;
    private long receivedNanos;

    Task(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      deadLetters = new DeadLetters(SERVICE, context);
      RigDirectory directory = RigDirectory.of(context);
      rigs = new CurrentTable<>(directory::rig, published.rigs());
      calibrations = new CurrentTable<>(directory::calibration, published.calibrations());
    }

    void process(Record<byte[], byte[]> record) {
      receivedNanos = wallNanos();
      RecordMetadata place =
          context
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("poses come from a topic"));
      if (!rebuilt) {
        rebuilt = true;
        rebuild(place);
      }
      Pose2dMessage pose = decode(record);
      if (pose == null) {
        return;
      }
      Refusal refusal = refusal(pose);
      if (refusal != null) {
        refuse(record, pose, refusal);
        return;
      }
      RigMessage rig = rigs.find(pose.rig()).orElseThrow();
      if (rig.cameras().size() < 2) {
        sayOnce(
            pose.rig(),
            "rig "
                + pose.rig()
                + " has one camera; depth needs at least two views, so there are no 3D poses");
        return;
      }
      RigJoin join = join(rig, place);
      if (join != null) {
        posesPartitioner.place(rig.rig(), rig.posesPartition());
        join.accept(new View(pose, publishedNanos(record.headers())));
      }
    }

    private @Nullable Pose2dMessage decode(Record<byte[], byte[]> record) {
      if (record.value() == null) {
        deadLetters.send(record, "empty", "a pose has bytes, this record has none");
        return null;
      }
      try {
        return Json.decode(record.value(), Pose2dMessage.class);
      } catch (MalformedMessageException e) {
        deadLetters.send(record, e.reason(), String.valueOf(e.getMessage()));
        return null;
      }
    }

    private @Nullable Refusal refusal(Pose2dMessage pose) {
      Optional<RigMessage> rig = rigs.find(pose.rig());
      if (rig.isEmpty()) {
        return new Refusal(
            "unknown-rig",
            "the rig is not registered, register it first (evpose rig add): rig=" + pose.rig(),
            false);
      }
      if (rig.get().cameras().stream().noneMatch(c -> c.id().equals(pose.camera()))) {
        return new Refusal(
            "unknown-camera",
            "the rig has no such camera: rig=" + pose.rig() + ", camera=" + pose.camera(),
            false);
      }
      if (pose.stepMicros() != rig.get().stepMicros()) {
        return new Refusal(
            "other-grid",
            "the pose lies on another time grid than its rig: rig="
                + pose.rig()
                + ", pose="
                + pose.stepMicros()
                + " µs, registered="
                + rig.get().stepMicros()
                + " µs",
            false);
      }
      if (pose.lastStep() - pose.step() >= RigJoin.MAX_SHED_STEPS) {
        return new Refusal(
            "shed-too-long",
            "one record gives up at most "
                + RigJoin.MAX_SHED_STEPS
                + " steps: step="
                + pose.step()
                + ", lastStep="
                + pose.lastStep(),
            false);
      }
      if (rig.get().cameras().size() > 1 && calibrations.find(pose.rig()).isEmpty()) {
        return new Refusal(
            "missing-calibration",
            "the rig has no calibration, so there is no 3D: publish one (evpose rig add --calibration): rig="
                + pose.rig(),
            true);
      }
      return null;
    }

    private void refuse(Record<byte[], byte[]> record, Pose2dMessage pose, Refusal refusal) {
      // a condition that lasts is one letter a camera, not a hundred a second
      String key = refusal.reason() + " " + pose.rig() + "/" + pose.camera();
      if (!refusal.once() || said.add(key)) {
        deadLetters.send(record, refusal.reason(), refusal.message());
      }
    }

    private void sayOnce(String key, String sentence) {
      if (said.add(key)) {
        log.warn("{}", sentence);
      }
    }

    /** The join for the rig as it is now; null when its calibration cannot be used. */
    private @Nullable RigJoin join(RigMessage rig, RecordMetadata place) {
      CalibrationMessage calibration = calibrations.find(rig.rig()).orElseThrow();
      RigJoin join = joins.get(rig.rig());
      if (join != null && !join.isFor(rig, calibration)) {
        log.info(
            "the rig or its calibration was registered anew, going on with it: rig={}", rig.rig());
        rebuild(place);
        join = joins.get(rig.rig());
      }
      return join != null ? join : open(rig, calibration);
    }

    private @Nullable RigJoin open(RigMessage rig, CalibrationMessage calibration) {
      try {
        RigJoin join =
            new RigJoin(
                rig, calibration, settings.graceSteps(), settings.horizonSteps(), this::forward);
        if (!join.uncalibrated().isEmpty()) {
          sayOnce(
              "uncalibrated " + calibration.sha256(),
              "the calibration lacks cameras of its rig, they are left out of 3D: rig="
                  + rig.rig()
                  + ", cameras="
                  + join.uncalibrated());
        }
        joins.put(rig.rig(), join);
        return join;
      } catch (IllegalArgumentException e) {
        sayOnce(
            "unusable " + calibration.sha256(),
            "the calibration cannot be used, publish a right one: rig="
                + rig.rig()
                + ", "
                + e.getMessage());
        return null;
      }
    }

    /** Forgets all joins and rebuilds them from the partition's last poses before this place. */
    private void rebuild(RecordMetadata place) {
      joins.clear();
      if (place.offset() == 0) {
        return;
      }
      TopicPartition partition = new TopicPartition(place.topic(), place.partition());
      Set<String> expected = camerasOf(partition.partition());
      int reach = settings.horizonSteps() + settings.graceSteps();
      List<ConsumerRecord<byte[], byte[]>> tail =
          logReader.tail(
              partition, place.offset(), all -> JoinPast.isHeldBy(poses(all), expected, reach));
      List<Pose2dMessage> past = poses(tail);
      for (Pose2dMessage pose : past) {
        if (refusal(pose) == null) {
          rebuild(pose);
        }
      }
      log.info(
          "rebuilt from the log: partition={}, offset={}, poses={}",
          partition,
          place.offset(),
          past.size());
    }

    private void rebuild(Pose2dMessage pose) {
      RigMessage rig = rigs.find(pose.rig()).orElseThrow();
      if (rig.cameras().size() < 2) {
        return;
      }
      RigJoin join = joins.get(rig.rig());
      if (join == null) {
        join = open(rig, calibrations.find(rig.rig()).orElseThrow());
      }
      if (join != null) {
        join.rebuild(new View(pose, View.UNKNOWN));
      }
    }

    private Set<String> camerasOf(int partition) {
      Set<String> expected = new HashSet<>();
      for (RigMessage rig : published.rigs().get().values()) {
        if (rig.posesPartition() == partition) {
          for (RigCamera camera : rig.cameras()) {
            expected.add(rig.rig() + "/" + camera.id());
          }
        }
      }
      return expected;
    }

    private static List<Pose2dMessage> poses(List<ConsumerRecord<byte[], byte[]>> records) {
      List<Pose2dMessage> poses = new ArrayList<>(records.size());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() != null) {
          try {
            poses.add(Json.decode(record.value(), Pose2dMessage.class));
          } catch (MalformedMessageException e) {
            log.debug("left out of the past: offset={}, {}", record.offset(), e.getMessage());
          }
        }
      }
      return poses;
    }

    private void forward(Pose3dMessage pose, long publishedNanos) {
      byte[] json = Json.encode(pose);
      Headers headers = new RecordHeaders();
      if (publishedNanos != View.UNKNOWN) {
        TimingHeaders.put(headers, TimingHeaders.PUBLISHED_NANOS, publishedNanos);
      }
      TimingHeaders.put(headers, TimingHeaders.RECEIVED_NANOS, receivedNanos);
      TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, wallNanos());
      TimingHeaders.put(headers, TimingHeaders.HOST, host);
      context.forward(
          new Record<>(Keys.of(pose.rig()), json, context.currentSystemTimeMs(), headers),
          TriangulationTopology.POSES_SINK);
    }

    private static long publishedNanos(Headers headers) {
      return TimingHeaders.nanos(headers, TimingHeaders.PUBLISHED_NANOS).orElse(View.UNKNOWN);
    }

    private static long wallNanos() {
      Instant now = Instant.now();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
  }
}
