package evpose.cli.audit;

import evpose.alignment.RigTime;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import evpose.triangulation.service.TriangulationReplay;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * From {@code poses-2d}: is each record the one that the events demand, and what must the 3D poses
 * be? Not thread-safe.
 */
final class BodiesAudit {
  static final String FINAL = "final";
  static final String PROVISIONAL = "provisional";

  private final AuditRequest request;
  private final LogScan scan;
  private final DeadLetterIndex deadLetters;
  private final ViewsAudit views;
  private final Comparison comparison;
  private final byte[] key;
  private final Map<String, CalibrationMessage> calibrations;
  private final BodyAnswers answers = new BodyAnswers();
  private @Nullable RigTime time;
  private long comparableFrom;
  private int horizonSteps;
  private String triangulatorEngine = "";

  BodiesAudit(
      AuditRequest request,
      LogScan scan,
      DeadLetterIndex deadLetters,
      ViewsAudit views,
      Comparison comparison) {
    this.request = request;
    this.scan = scan;
    this.deadLetters = deadLetters;
    this.views = views;
    this.comparison = comparison;
    calibrations = Calibrations.read(scan, request);
    key = Keys.of(request.rig().rig());
  }

  /** Reads the log, meets every view and computes every answer. */
  void compute(Watched watched) {
    List<LogScan.Range> ranges = scan.ranges(Topics.POSES_2D);
    long all = ranges.stream().mapToLong(LogScan.Range::size).sum();
    long[] done = {0};
    for (LogScan.Range range : ranges) {
      List<TriangulationReplay> replays = replays();
      horizonSteps = replays.get(0).horizonSteps();
      scan.read(
          range,
          record -> {
            watched.at("poses-2d", ++done[0], all);
            if (Arrays.equals(record.key(), key)) {
              meet(range, record, replays);
            }
            return true;
          });
    }
  }

  /** One by each calibration; one that places nobody when there is none. */
  private List<TriangulationReplay> replays() {
    return calibrations.isEmpty()
        ? List.of(replay(Optional.empty(), pose -> {}))
        : calibrations.values().stream().map(c -> replay(Optional.of(c), this::expect)).toList();
  }

  private TriangulationReplay replay(
      Optional<CalibrationMessage> calibration, Consumer<Pose3dMessage> sink) {
    return new TriangulationReplay(request.settings(), request.rig(), calibration, sink);
  }

  private void meet(
      LogScan.Range range,
      ConsumerRecord<byte[], byte[]> record,
      List<TriangulationReplay> replays) {
    TriangulationReplay any = replays.get(0);
    Pose2dMessage pose = decode(record);
    if (pose != null) {
      RigTime known = time;
      if (known == null) {
        known = new RigTime(request.rig().cameras().size(), any.horizonSteps());
        time = known;
        comparableFrom = range.begin() > 0 ? pose.step() + any.reachSteps() : 0;
      }
      known.place(pose.lastStep());
      if (pose.isShed()) {
        comparison.shed();
      } else if (request.looksAt(pose.step())) {
        meet(record, pose);
      }
    }
    if (isSetAside(record)) {
      return;
    }
    String refusal = null;
    boolean used = false;
    for (TriangulationReplay replay : replays) {
      String said = replay.accept(record);
      used |= said == null;
      refusal = said == null ? refusal : said;
    }
    if (!used && refusal != null && deadLetters.reason(record) == null) {
      comparison.unaccounted(record, refusal);
    }
  }

  private void meet(ConsumerRecord<byte[], byte[]> record, Pose2dMessage pose) {
    if (!views.isComparable(pose.camera(), pose.step())) {
      comparison.notCompared();
      return;
    }
    if (views.isOfAnotherEngine(pose) && views.isNear(pose)) {
      comparison.near();
      comparison.met(
          record,
          "",
          views.answers().excuse(pose.camera(), pose.step()),
          new Comparison.Question(pose.camera(), pose.step(), ""));
      return;
    }
    comparison.met(
        record,
        pose.camera() + " step " + pose.step(),
        views.answers().meet(pose.camera(), pose.step(), record.value()),
        new Comparison.Question(pose.camera(), pose.step(), ""));
  }

  /**
   * Whether a record was set aside for what a table said then, which may be another word than now.
   */
  private boolean isSetAside(ConsumerRecord<byte[], byte[]> record) {
    String reason = deadLetters.reason(record);
    return reason != null && (reason.startsWith("unknown-") || reason.startsWith("missing-"));
  }

  private static @Nullable Pose2dMessage decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : Json.decode(record.value(), Pose2dMessage.class);
    } catch (MalformedMessageException e) {
      return null; // the replay refuses it
    }
  }

  private void expect(Pose3dMessage pose) {
    triangulatorEngine = pose.inputs().triangulatorEngine();
    if (request.looksAt(pose.step()) && isComparable(pose.step())) {
      answers.expect(pose.inputs().calibration(), lane(pose), pose.step(), Json.encode(pose));
    }
  }

  static String lane(Pose3dMessage pose) {
    return pose.isFinal() ? FINAL : PROVISIONAL;
  }

  /** Whether all that the answer depends on was there to be read. */
  boolean isComparable(long step) {
    return step >= comparableFrom;
  }

  /** Whether the calibration that a pose names is still on its topic. */
  boolean knows(String calibration) {
    return calibrations.containsKey(calibration);
  }

  /**
   * Whether a network on another engine (version, instruction set) placed its joints: they are then
   * equal only nearly, and are not compared.
   */
  boolean isPlacedByAnotherEngine(Pose3dMessage pose) {
    String named = pose.inputs().triangulatorEngine();
    return !named.isEmpty() && !triangulatorEngine.isEmpty() && !named.equals(triangulatorEngine);
  }

  /** The answers that must be there; a lane for final ones, one for provisional ones. */
  BodyAnswers answers() {
    return answers;
  }

  /** The newest step that any camera answered since data time began. */
  long newestStep() {
    return time == null ? -1 : time.newest();
  }

  int horizonSteps() {
    return horizonSteps;
  }

  /** Computes one answer once more; null when the log does not lead to it. */
  byte @Nullable [] recompute(Comparison.Question question, Watched watched) {
    String lane = question.lane();
    long step = question.step();
    Optional<CalibrationMessage> named =
        Optional.ofNullable(calibrations.get(question.calibration()));
    AtomicReference<byte @Nullable []> answer = new AtomicReference<>();
    for (LogScan.Range range : scan.ranges(Topics.POSES_2D)) {
      long[] done = {0};
      TriangulationReplay replay =
          replay(
              named,
              pose -> {
                if (pose.step() == step && lane(pose).equals(lane)) {
                  answer.compareAndSet(null, Json.encode(pose));
                }
              });
      scan.read(
          range,
          record -> {
            watched.at("first difference", ++done[0], range.size());
            if (Arrays.equals(record.key(), key) && !isSetAside(record)) {
              replay.accept(record);
            }
            return answer.get() == null;
          });
    }
    return answer.get();
  }
}
