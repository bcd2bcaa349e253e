package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.window.PacketOrder;
import evpose.events.window.ShedPolicy;
import evpose.events.window.SliceCounts;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.streaming.DeadLetters;
import evpose.streaming.LogReader;
import evpose.streaming.RecordReader;
import evpose.streaming.RigDirectory;
import evpose.streaming.RigPartitioner;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * One task: a partition of {@code events} in, poses and dead letters out. Keeps no store: at its
 * first record it reads its own partition backwards until the bounded past is held, rebuilds the
 * cameras silently up to that record, and goes on.
 *
 * <p>Wall clocks are read for headers only. Not thread-safe; Streams makes one a task.
 */
final class EventsProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger log = LoggerFactory.getLogger(EventsProcessor.class);

  private final RigRuns runs;
  private final Shedding shedding;
  private final LogReader logReader;
  private final Supplier<RecordReader> frames;
  private final Supplier<Map<String, RigMessage>> publishedRigs;
  private final RigPartitioner posesPartitioner;
  private final Abreast abreast;
  private final String host;
  private @Nullable Task task;

  /**
   * @param runs which network answers which steps of a rig
   * @param frames makes what reads single frames, closed with its task
   * @param publishedRigs all rigs of the topic at the moment of asking
   * @param posesPartitioner told where each rig's poses go
   * @param abreast told how far each camera is
   */
  EventsProcessor(
      RigRuns runs,
      Shedding shedding,
      LogReader logReader,
      Supplier<RecordReader> frames,
      Supplier<Map<String, RigMessage>> publishedRigs,
      RigPartitioner posesPartitioner,
      Abreast abreast,
      String host) {
    this.runs = runs;
    this.shedding = shedding;
    this.logReader = logReader;
    this.frames = frames;
    this.publishedRigs = publishedRigs;
    this.posesPartitioner = posesPartitioner;
    this.abreast = abreast;
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

  @Override
  public void close() {
    if (task != null) {
      task.progress.end();
      task.finder.close();
    }
  }

  /** What there is once the context is known. */
  private final class Task {
    private final ProcessorContext<byte[], byte[]> context;
    private final DeadLetters deadLetters;
    private final CurrentRigs rigs;
    private final FrameFinder finder;
    private final TaskCameras cameras;
    private final Abreast.Answers progress;
    private boolean rebuilt;
    private boolean rebuilding; // what is wrong with the past was said when it came
    private long decisions; // to give up steps
    private long receivedNanos;
    private long inferFrom; // System.nanoTime
    private @Nullable Record<byte[], byte[]> inHand;

    Task(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      deadLetters = new DeadLetters("camera-service", context);
      rigs = new CurrentRigs(RigDirectory.of(context)::rig, publishedRigs);
      finder = new FrameFinder(frames.get(), context.taskId().partition(), this::bad);
      cameras = new TaskCameras(rigs, runs, finder::of, this::forward);
      progress = abreast.begin(context.taskId().partition());
    }

    void process(Record<byte[], byte[]> record) {
      receivedNanos = wallNanos();
      RecordMetadata place =
          context
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("packets come from a topic"));
      answer(record, place);
      progress.passed(place.offset());
    }

    private void answer(Record<byte[], byte[]> record, RecordMetadata place) {
      if (!rebuilt) {
        rebuild(place);
      }
      EventPacket packet = decode(record);
      if (packet == null) {
        return;
      }
      TaskCameras.Refusal refusal = cameras.refusal(packet);
      if (refusal != null && rigs.refresh(packet.rig())) {
        refusal = cameras.refusal(packet);
      }
      if (refusal != null) {
        deadLetters.send(record, refusal.reason(), refusal.message());
        return;
      }
      if (cameras.outdated(packet)) {
        log.info("the rig was registered anew, going on with it: rig={}", packet.rig());
        rebuild(place);
      }
      answer(record, cameras.pipeline(packet), packet);
    }

    private void answer(
        Record<byte[], byte[]> record, CameraPipeline pipeline, EventPacket packet) {
      posesPartitioner.place(packet.rig(), pipeline.rig().posesPartition());
      inHand = record;
      inferFrom = System.nanoTime();
      shed(record, pipeline, packet);
      SliceCounts before = pipeline.counts();
      pipeline.accept(packet);
      String notice = SliceNotices.between(before, pipeline.counts());
      if (notice != null) {
        log.warn("{}: {}", notice, packet);
      }
      progress.at(packet.rig(), packet.camera(), pipeline.closedMicros(), System.nanoTime());
    }

    /** Gives up steps when the camera is behind; the decision is on its way before it counts. */
    private void shed(Record<byte[], byte[]> record, CameraPipeline pipeline, EventPacket packet) {
      long ageMillis = context.currentSystemTimeMs() - record.timestamp();
      ShedPolicy.Steps steps = shedding.decide(pipeline, ageMillis);
      if (steps != null) {
        forward(pipeline.shedding(steps, "lag"));
        pipeline.shed(steps);
        warn(packet, steps, ageMillis);
      }
    }

    /** Of the first decision, the second, the fourth, ...: an overload makes some each second. */
    private void warn(EventPacket packet, ShedPolicy.Steps steps, long ageMillis) {
      if (Long.bitCount(++decisions) == 1) {
        log.warn(
            "behind, so steps are given up (decisions={}): rig={}, camera={}, first={}, last={},"
                + " ageMillis={}",
            decisions,
            packet.rig(),
            packet.camera(),
            steps.first(),
            steps.last(),
            ageMillis);
      }
    }

    private @Nullable EventPacket decode(Record<byte[], byte[]> record) {
      if (record.value() == null) {
        deadLetters.send(record, "empty", "a packet has bytes, this record has none");
        return null;
      }
      try {
        return EventPackets.decode(record.value());
      } catch (MalformedMessageException e) {
        deadLetters.send(record, e.reason(), String.valueOf(e.getMessage()));
        return null;
      }
    }

    private void rebuild(RecordMetadata place) {
      rebuilt = true;
      TopicPartition partition = new TopicPartition(place.topic(), place.partition());
      List<EventPacket> past = List.of();
      if (place.offset() > 0) {
        Set<String> expected = camerasOf(partition.partition());
        PastPackets packets = new PastPackets();
        past =
            packets.of(
                logReader.tail(
                    partition,
                    place.offset(),
                    tail -> BoundedPast.isHeldBy(packets.of(tail), expected, this::reachMicros)));
        log.info(
            "rebuilt from the log: partition={}, offset={}, packets={}",
            partition,
            place.offset(),
            past.size());
      }
      rebuilding = true;
      cameras.rebuild(past, shedding.decided(past, rigs));
      rebuilding = false;
    }

    private void bad(
        TopicPartition partition,
        long offset,
        @Nullable ConsumerRecord<byte[], byte[]> there,
        String reason,
        String message) {
      if (!rebuilding) {
        long timestamp = Objects.requireNonNull(inHand, "a packet names it").timestamp();
        byte[] key = there == null ? null : there.key();
        byte[] value = there == null ? null : there.value();
        deadLetters.send(partition, offset, key, value, timestamp, reason, message);
      }
    }

    /**
     * So far back it can be told which packets counted, and the network has seen enough of them.
     */
    private long reachMicros(String rig) {
      long reach = cameras.reachMicros(rig);
      return reach == 0 ? 0 : reach + PacketOrder.TURN_BACK_MICROS;
    }

    private Set<String> camerasOf(int partition) {
      Set<String> expected = new HashSet<>();
      for (RigMessage rig : publishedRigs.get().values()) {
        for (RigCamera camera : rig.cameras()) {
          if (camera.eventsPartition() == partition) {
            expected.add(rig.rig() + "/" + camera.id());
          }
        }
      }
      return expected;
    }

    private void forward(Pose2dMessage pose) {
      byte[] json = Json.encode(pose);
      long now = System.nanoTime();
      Record<byte[], byte[]> cause = Objects.requireNonNull(inHand, "a pose has a cause");
      Headers headers = new RecordHeaders();
      TimingHeaders.carry(cause.headers(), headers, TimingHeaders.PUBLISHED_NANOS);
      TimingHeaders.carry(cause.headers(), headers, TimingHeaders.TRACEPARENT);
      TimingHeaders.put(headers, TimingHeaders.RECEIVED_NANOS, receivedNanos);
      TimingHeaders.put(headers, TimingHeaders.INFER_NANOS, now - inferFrom);
      TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, wallNanos());
      TimingHeaders.put(headers, TimingHeaders.HOST, host);
      inferFrom = now;
      context.forward(
          new Record<>(Keys.of(pose.rig()), json, context.currentSystemTimeMs(), headers),
          CameraTopology.POSES_SINK);
    }

    private static long wallNanos() {
      Instant now = Instant.now();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
  }
}
