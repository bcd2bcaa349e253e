package evpose.cli.audit;

import evpose.camera.service.CameraReplay;
import evpose.events.EventPacket;
import evpose.events.window.ShedPolicy;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import evpose.streaming.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** From the events log: are sequences complete, and what must the 2D poses be? Not thread-safe. */
final class ViewsAudit {
  private final AuditRequest request;
  private final LogScan scan;
  private final DeadLetterIndex deadLetters;
  private final CameraReplay replay;
  private final RecordReader frames;
  private final Map<String, List<ShedPolicy.Steps>> shed;
  private final Findings findings;
  private final Findings notes;
  private final AnswerSet answers = new AnswerSet();
  private final Map<String, SequenceAudit> sequences = new TreeMap<>();
  private final Map<String, Long> comparableFrom = new HashMap<>();
  private final Map<String, Long> closedBefore = new HashMap<>();
  private final long reachSteps;
  private final Set<String> recordedEngines;
  private @Nullable EventPacket inHand;
  private final NearAnswers near = new NearAnswers();
  private final Set<String> engines = new HashSet<>(); // of what was computed here

  /**
   * @param recordedEngines that the records name
   */
  ViewsAudit(
      AuditRequest request,
      LogScan scan,
      DeadLetterIndex deadLetters,
      CameraReplay replay,
      RecordReader frames,
      Map<String, List<ShedPolicy.Steps>> shed,
      Set<String> recordedEngines,
      Findings findings,
      Findings notes) {
    this.recordedEngines = recordedEngines;
    this.request = request;
    this.scan = scan;
    this.deadLetters = deadLetters;
    this.replay = replay;
    this.frames = frames;
    this.shed = shed;
    this.findings = findings;
    this.notes = notes;
    long stepMicros = request.rig().stepMicros();
    reachSteps = (replay.reachMicros() + stepMicros - 1) / stepMicros;
  }

  /** Reads the log and computes every answer. */
  void compute(Watched watched) {
    List<LogScan.Range> ranges = scan.ranges(Topics.EVENTS);
    long all = ranges.stream().mapToLong(LogScan.Range::size).sum();
    long[] done = {0};
    for (LogScan.Range range : ranges) {
      int number = range.partition().partition();
      CameraReplay.Partition cameras =
          replay.partition(number, shed, frames, this::lost, this::expect);
      scan.read(
          range,
          record -> {
            watched.at("events", ++done[0], all);
            EventPacket packet = packet(record, findings);
            if (packet != null) {
              check(range, record, packet);
              inHand = packet;
              String refusal = cameras.accept(packet);
              if (refusal != null) {
                findings.add(unaccounted(record, refusal));
              }
            }
            return true;
          });
    }
    sequences.values().forEach(SequenceAudit::finish);
  }

  /** The rig's packet in a record that counts; null when there is none. */
  private @Nullable EventPacket packet(
      ConsumerRecord<byte[], byte[]> record, @Nullable Findings unaccounted) {
    if (deadLetters.reason(record) != null) {
      return null;
    }
    try {
      EventPacket packet = CameraReplay.decode(record.value());
      return packet.rig().equals(request.rig().rig()) && looksAt(packet) ? packet : null;
    } catch (MalformedMessageException e) {
      if (unaccounted != null && isOfRig(record.key())) {
        unaccounted.add(unaccounted(record, e.reason()));
      }
      return null;
    }
  }

  private boolean isOfRig(byte @Nullable [] key) {
    return key != null
        && new String(key, StandardCharsets.UTF_8).startsWith(request.rig().rig() + "/");
  }

  private boolean looksAt(EventPacket packet) {
    long step = packet.endMicros() / request.rig().stepMicros();
    long begin = packet.beginMicros() / request.rig().stepMicros();
    return step >= request.fromStep() - reachSteps && begin < request.toStep();
  }

  private static Finding unaccounted(ConsumerRecord<byte[], byte[]> record, String reason) {
    return new Finding(
        "unaccounted",
        record.topic(),
        record.partition(),
        record.offset(),
        "neither used nor in " + Topics.DEAD_LETTERS,
        null,
        null,
        reason);
  }

  private void check(
      LogScan.Range range, ConsumerRecord<byte[], byte[]> record, EventPacket packet) {
    sequences
        .computeIfAbsent(packet.camera(), camera -> new SequenceAudit(camera, findings, notes))
        .accept(record, packet);
    long begin = packet.beginMicros() / request.rig().stepMicros();
    boolean cut = range.begin() > 0 || (request.fromStep() > 0 && begin > 0);
    comparableFrom.putIfAbsent(packet.camera(), cut ? begin + reachSteps : 0);
    closedBefore.put(packet.camera(), packet.endMicros() / request.rig().stepMicros());
  }

  /**
   * A frame that the stream had and that is gone now: what rests on it cannot be computed again.
   */
  private void lost(CameraReplay.LostFrame frame) {
    EventPacket packet = inHand;
    if (packet == null || deadLetters.reason(frame.partition(), frame.offset()) != null) {
      return; // the stream said so, too
    }
    long step = packet.endMicros() / request.rig().stepMicros();
    notes.add(
        new Finding(
            "frame-gone",
            frame.partition().topic(),
            frame.partition().partition(),
            frame.offset(),
            packet.camera() + " step " + step + ", not compared until " + (step + reachSteps),
            null,
            null,
            frame.reason()));
    comparableFrom.merge(packet.camera(), step + reachSteps, Math::max);
  }

  private void expect(Pose2dMessage pose) {
    if (request.looksAt(pose.step()) && isComparable(pose.camera(), pose.step())) {
      answers.expect(pose.camera(), pose.step(), Json.encode(pose));
      engines.add(pose.inputs().engine());
      if (!engines.containsAll(recordedEngines)) {
        near.keep(pose);
      }
    }
  }

  /** Whether a record was computed by an engine that rounds otherwise than the one here. */
  boolean isOfAnotherEngine(Pose2dMessage recorded) {
    return !engines.contains(recorded.inputs().engine());
  }

  /** Whether it says what it must, within the tolerance. */
  boolean isNear(Pose2dMessage recorded) {
    return near.isNear(recorded);
  }

  /** Whether all that the answer depends on was there to be read. */
  boolean isComparable(String camera, long step) {
    return step >= comparableFrom.getOrDefault(camera, Long.MAX_VALUE);
  }

  /** The answers that must be there; a lane for each camera. */
  AnswerSet answers() {
    return answers;
  }

  /** Computes one answer once more; null when the log does not lead to it. */
  byte @Nullable [] recompute(String camera, long step, Watched watched) {
    AtomicReference<byte @Nullable []> answer = new AtomicReference<>();
    for (LogScan.Range range : scan.ranges(Topics.EVENTS)) {
      Consumer<Pose2dMessage> keep =
          pose -> {
            if (pose.camera().equals(camera) && pose.step() == step) {
              answer.compareAndSet(null, Json.encode(pose));
            }
          };
      int number = range.partition().partition();
      CameraReplay.Partition cameras = replay.partition(number, shed, frames, lost -> {}, keep);
      long[] done = {0};
      scan.read(
          range,
          record -> {
            watched.at("first difference", ++done[0], range.size());
            EventPacket packet = packet(record, null);
            if (packet != null && packet.camera().equals(camera)) {
              cameras.accept(packet);
            }
            return answer.get() == null;
          });
    }
    return answer.get();
  }

  /** How many of the steps that have come were given up, by camera. */
  Map<String, Long> shedSteps() {
    Map<String, Long> counts = new TreeMap<>();
    shed.forEach(
        (camera, decisions) -> {
          BitSet steps = new BitSet();
          long end = Math.min(closedBefore.getOrDefault(camera, 0L), request.toStep());
          for (ShedPolicy.Steps given : decisions) {
            long from = Math.max(given.first(), request.fromStep()) - request.fromStep();
            long to = Math.min(given.last() + 1, end) - request.fromStep();
            if (from < to && to <= Integer.MAX_VALUE) {
              steps.set((int) from, (int) to);
            }
          }
          counts.put(camera, (long) steps.cardinality());
        });
    return counts;
  }

  List<AuditReport.Camera> cameras() {
    return sequences.values().stream().map(SequenceAudit::report).toList();
  }
}
