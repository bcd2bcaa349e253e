package evpose.source.service;

import evpose.events.CameraFrame;
import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.messages.CameraFrames;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a feed's steps: each camera's packets to its own partition of {@code events}, the truth to
 * {@code ground-truth}; frames to {@code frames}, where each is stored before the packet that names
 * it goes out. One thread publishes, any may read the counts.
 *
 * <pre>
 *   waiting for the broker < limit    sent
 *                          > limit    whole steps are given up, until half of it has gone
 *   the next packet                   the sequence goes on, droppedBefore counts the events given up
 *   no next packet                    flush sends one without events that says it
 * </pre>
 *
 * Without a limit it waits when the producer's memory is full, so a broker that is slow or away
 * slows the feed down and loses nothing.
 */
final class EventPublisher {
  /** No limit: nothing is given up. */
  static final long WAIT = Long.MAX_VALUE;

  private static final long FLUSH_LOOK_NANOS = 1_000_000;

  private final Producer<byte[], byte[]> producer;
  private final RigMessage rig;
  private final InstantSource clock;
  private final long firstStep;
  private final long shiftMicros;
  private final byte[] rigKey;
  private final List<Outlet> outlets = new ArrayList<>();
  private final long limitBytes;
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong droppedSteps = new AtomicLong();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private boolean giving; // up steps at the moment
  private long lastGivenUp; // index of the step

  /** One camera's way out. */
  private record Outlet(
      RigCamera camera,
      byte[] key,
      PacketCutter cutter,
      AtomicLong packets,
      AtomicLong events,
      AtomicLong dropped,
      AtomicLong untold) {}

  /**
   * @param where the log goes on: the grid index that the feed's step 0 gets, and each camera's
   *     next sequence number
   * @param limitBytes that may wait for the broker before steps are given up; {@link #WAIT} for
   *     never
   * @param clock tells the publishing time, which travels in a header and decides nothing
   */
  EventPublisher(
      Producer<byte[], byte[]> producer,
      RigMessage rig,
      LogPosition where,
      long limitBytes,
      InstantSource clock) {
    this.limitBytes = limitBytes;
    this.producer = producer;
    this.rig = rig;
    this.clock = clock;
    firstStep = where.firstStep();
    shiftMicros = Math.multiplyExact(firstStep, rig.stepMicros());
    rigKey = Keys.of(rig.rig());
    for (int c = 0; c < rig.cameras().size(); c++) {
      RigCamera camera = rig.cameras().get(c);
      outlets.add(
          new Outlet(
              camera,
              Keys.of(rig.rig(), camera.id()),
              new PacketCutter(
                  rig.rig(),
                  camera.id(),
                  new SensorGeometry(camera.width(), camera.height()),
                  where.nextSequences().get(c)),
              new AtomicLong(),
              new AtomicLong(),
              new AtomicLong(),
              new AtomicLong()));
    }
  }

  /**
   * Sends one step.
   *
   * @throws KafkaException if a record of an earlier step could not be sent at all
   */
  void publish(EventFeed.Step step) {
    requireSent();
    if (isTooMuch()) {
      giveUp(step);
      return;
    }
    double[] joints = step.jointsInWorldMm();
    if (joints != null) {
      sendTruth(step.step(), joints);
    }
    List<@Nullable FrameRef> frames = frames(step);
    for (int c = 0; c < outlets.size(); c++) {
      sendEvents(outlets.get(c), step.step(), step.events().get(c), frames.get(c));
    }
    steps.incrementAndGet();
  }

  /** Has the step's frames stored, all at once, and says where they lie. */
  private List<@Nullable FrameRef> frames(EventFeed.Step step) {
    List<@Nullable FrameRef> stored = new ArrayList<>(Collections.nCopies(outlets.size(), null));
    List<@Nullable CompletableFuture<Long>> sent = new ArrayList<>();
    for (int c = 0; c < step.frames().size(); c++) {
      EventFeed.Frame frame = step.frames().get(c);
      sent.add(frame == null ? null : sendFrame(outlets.get(c), frame));
    }
    for (int c = 0; c < sent.size(); c++) {
      CompletableFuture<Long> frame = sent.get(c);
      if (frame != null) {
        long close = Objects.requireNonNull(step.frames().get(c)).closeMicros() + shiftMicros;
        stored.set(c, new FrameRef(await(frame), close));
      }
    }
    return stored;
  }

  private CompletableFuture<Long> sendFrame(Outlet outlet, EventFeed.Frame frame) {
    EventFeed.Frame its = frame.later(shiftMicros);
    CameraFrame message =
        new CameraFrame(
            rig.rig(),
            outlet.camera.id(),
            outlet.camera.width(),
            outlet.camera.height(),
            its.closeMicros() / rig.stepMicros(), // ascends, after a restart as well
            its.openMicros(),
            its.closeMicros(),
            its.pixels());
    CompletableFuture<Long> offset = new CompletableFuture<>();
    send(
        new ProducerRecord<>(
            Topics.FRAMES,
            outlet.camera.eventsPartition(),
            outlet.key,
            CameraFrames.encode(message)),
        offset);
    return offset;
  }

  private long await(CompletableFuture<Long> sent) {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      requireSent();
      throw new KafkaException("a frame could not be published: cause=" + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void sendEvents(Outlet outlet, long step, EventBuffer events, @Nullable FrameRef frame) {
    long begin = step * rig.stepMicros();
    for (EventPacket packet : outlet.cutter.cut(events, begin, begin + rig.stepMicros())) {
      sendPacket(outlet, packet, frame);
    }
  }

  private void requireSent() {
    Exception failed = failure.get();
    if (failed != null) {
      throw new KafkaException(
          "a packet could not be published, is the broker up? cause=" + failed.getMessage(),
          failed);
    }
  }

  private boolean isTooMuch() {
    long waiting = waitingBytes.get();
    giving = limitBytes != WAIT && waiting > (giving ? limitBytes / 2 : limitBytes);
    return giving;
  }

  private void giveUp(EventFeed.Step step) {
    droppedSteps.incrementAndGet();
    lastGivenUp = step.step();
    for (int c = 0; c < outlets.size(); c++) {
      Outlet outlet = outlets.get(c);
      int events = step.events().get(c).size();
      outlet.dropped.addAndGet(events);
      outlet.untold.addAndGet(events);
    }
  }

  private void sendTruth(long step, double[] joints) {
    TruthMessage truth = TruthMessage.of(rig.rig(), firstStep + step, rig.stepMicros(), joints);
    send(
        new ProducerRecord<>(
            Topics.GROUND_TRUTH, rig.posesPartition(), rigKey, Json.encode(truth)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    send(record, new CompletableFuture<>());
  }

  /**
   * @param offset told where it lies, once it is on the broker
   */
  private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<Long> offset) {
    int bytes = record.value().length;
    waitingBytes.addAndGet(bytes);
    producer.send(
        record,
        (place, e) -> {
          waitingBytes.addAndGet(-bytes);
          if (e != null) {
            failure.compareAndSet(null, e);
            offset.completeExceptionally(e);
          } else {
            offset.complete(place.offset());
          }
        });
  }

  private void sendPacket(Outlet outlet, EventPacket packet, @Nullable FrameRef frame) {
    EventPacket placed = placed(packet, outlet.untold.getAndSet(0));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.EVENTS,
            outlet.camera.eventsPartition(),
            outlet.key,
            EventPackets.encode(naming(placed, frame)));
    TimingHeaders.put(record.headers(), TimingHeaders.PUBLISHED_NANOS, nanos(clock.instant()));
    send(record);
    outlet.packets.incrementAndGet();
    outlet.events.addAndGet(packet.size());
  }

  /** The feed's own time begins at zero, the log's goes on, and says what is missing. */
  private EventPacket placed(EventPacket p, long dropped) {
    if (shiftMicros == 0 && dropped == 0) {
      return p;
    }
    return new EventPacket(
        p.rig(),
        p.camera(),
        p.width(),
        p.height(),
        p.sequence(),
        p.beginMicros() + shiftMicros,
        p.endMicros() + shiftMicros,
        p.droppedBefore() + dropped,
        p.xs(),
        p.ys(),
        p.dts(),
        p.polarities());
  }

  /** A step may be cut into several packets: one of them names the frame. */
  private static EventPacket naming(EventPacket packet, @Nullable FrameRef frame) {
    boolean its =
        frame != null
            && frame.closeMicros() > packet.beginMicros()
            && frame.closeMicros() <= packet.endMicros();
    return its ? packet.with(frame) : packet;
  }

  private static long nanos(Instant now) {
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /**
   * Waits until everything sent is on the broker, and the log says what is missing up to here:
   * where the last steps were given up, an empty packet in the place of the last one.
   *
   * @throws KafkaException if a record could not be sent, or the broker takes none for {@link
   *     SourceProducer#PATIENCE}
   */
  void flush() {
    awaitAll();
    for (Outlet outlet : outlets) {
      if (outlet.untold.get() > 0) {
        sendEvents(outlet, lastGivenUp, new EventBuffer(1), null);
      }
    }
    awaitAll();
  }

  /** Waits by a clock that nobody sets; the producer's own patience is that of the wall clock. */
  private void awaitAll() {
    long waiting = waitingBytes.get();
    long movedAt = System.nanoTime();
    while (waiting > 0) {
      LockSupport.parkNanos(FLUSH_LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptException("stopped, not on the broker yet: bytes=" + waiting);
      }
      requireSent();
      long now = waitingBytes.get();
      if (now != waiting) {
        waiting = now;
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > SourceProducer.PATIENCE.toNanos()) {
        throw new KafkaException(
            "the broker takes no packet, is it up? waited="
                + SourceProducer.PATIENCE
                + ", not on the broker: bytes="
                + waiting);
      }
    }
    requireSent();
  }

  /** What was sent so far. */
  SourceSummary summary(String origin, long lateSteps) {
    return new SourceSummary(
        rig.rig(),
        origin,
        firstStep,
        steps.get(),
        outlets.stream()
            .map(
                o ->
                    new SourceSummary.Camera(
                        o.camera.id(), o.packets.get(), o.events.get(), o.dropped.get()))
            .toList(),
        lateSteps,
        droppedSteps.get());
  }
}
