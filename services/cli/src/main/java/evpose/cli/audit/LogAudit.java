package evpose.cli.audit;

import evpose.camera.service.CameraReplay;
import evpose.hybrid.KeyFramePolicy;
import evpose.kernels.WeightForm;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.Topics;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaRecordReader;
import evpose.streaming.LogScan;
import evpose.streaming.RecordReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Proves a rig's stream from its log.
 *
 * <pre>
 *   events ----> sequences complete?
 *      '-------> 2D poses, computed again -----------------.
 *   poses-2d --> equal, bit for bit? none missing? <-------'
 *      '-------> 3D poses, computed again -----------------.
 *   poses-3d --> equal? none missing? one final a step? <--'
 * </pre>
 *
 * Memory: eight bytes an answer, and what the services' own classes hold for one rig.
 */
public final class LogAudit {
  private static final String METHOD = "evpose.triangulation.method";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int DEFAULT_PERIOD_MILLIS = 100;

  private final AuditRequest request;
  private final Watched watched;
  private final Findings findings = new Findings();
  private final Findings notes = new Findings();

  private LogAudit(AuditRequest request, Watched watched) {
    this.request = request;
    this.watched = watched;
  }

  /**
   * Audits.
   *
   * @throws IllegalArgumentException when the model or a setting does not exist; says what to do
   * @throws IllegalStateException when the log cannot be read, or the range is too long; says what
   *     to do
   */
  public static AuditReport run(AuditRequest request, Watched watched) {
    try (LogScan scan = new LogScan(KafkaAccess.of(request.bootstrap()));
        RecordReader frames = new KafkaRecordReader(KafkaAccess.of(request.bootstrap()));
        CameraReplay cameras = cameras(request, scan)) {
      return new LogAudit(triangulatedAsRecorded(request, scan), watched)
          .audit(scan, cameras, frames);
    }
  }

  /** The networks as the rig names them; what it leaves open is as the first recorded pose says. */
  private static CameraReplay cameras(AuditRequest request, LogScan scan) {
    Pose2dMessage first = firstPose(request, scan);
    Optional<KeyFramePolicy> policy =
        first == null ? Optional.empty() : KeyFramePolicy.of(first.inputs().policy());
    if (first == null || policy.isEmpty()) {
      return replay(request, DEFAULT_PERIOD_MILLIS, 0, WeightForm.FLOAT32);
    }
    long periodMicros = policy.get().periodSteps() * request.rig().stepMicros();
    return replay(
        request,
        (int) ((periodMicros + 999) / 1000),
        policy.get().delaySteps(),
        WeightForm.ofEngine(first.inputs().engine()));
  }

  private static CameraReplay replay(
      AuditRequest request, int periodMillis, int delaySteps, WeightForm weights) {
    return CameraReplay.load(
        request.model(), request.models(), request.rig(), periodMillis, delaySteps, weights);
  }

  private static @Nullable Pose2dMessage firstPose(AuditRequest request, LogScan scan) {
    byte[] key = Keys.of(request.rig().rig());
    AtomicReference<@Nullable Pose2dMessage> first = new AtomicReference<>();
    for (LogScan.Range range : scan.ranges(Topics.POSES_2D)) {
      scan.read(
          range,
          record -> {
            if (first.get() == null && Arrays.equals(record.key(), key)) {
              first.set(view(record));
            }
            return first.get() == null;
          });
    }
    return first.get();
  }

  /** The request with the triangulator that the first 3D pose names, unless one was asked for. */
  private static AuditRequest triangulatedAsRecorded(AuditRequest request, LogScan scan) {
    byte[] key = Keys.of(request.rig().rig());
    AtomicReference<@Nullable String> named = new AtomicReference<>();
    for (LogScan.Range range : scan.ranges(Topics.POSES_3D)) {
      scan.read(
          range,
          record -> {
            if (named.get() == null && Arrays.equals(record.key(), key)) {
              named.set(triangulator(record));
            }
            return named.get() == null;
          });
    }
    String triangulator = named.get();
    return triangulator == null || triangulator.isEmpty()
        ? request
        : request.withDefault(
            METHOD, SHA256.matcher(triangulator).matches() ? "learned" : triangulator);
  }

  private static @Nullable String triangulator(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null
          ? null
          : Json.decode(record.value(), Pose3dMessage.class).inputs().triangulator();
    } catch (MalformedMessageException e) {
      return null; // is found where all are met
    }
  }

  /** The engines that the rig's 2D poses name. */
  private Set<String> recordedEngines(LogScan scan) {
    byte[] key = Keys.of(request.rig().rig());
    Set<String> engines = new HashSet<>();
    for (LogScan.Range range : scan.ranges(Topics.POSES_2D)) {
      scan.read(
          range,
          record -> {
            Pose2dMessage pose = Arrays.equals(record.key(), key) ? view(record) : null;
            if (pose != null) {
              engines.add(pose.inputs().engine());
            }
            return true;
          });
    }
    return engines;
  }

  private static @Nullable Pose2dMessage view(ConsumerRecord<byte[], byte[]> record) {
    try {
      Pose2dMessage pose =
          record.value() == null ? null : Json.decode(record.value(), Pose2dMessage.class);
      return pose == null || pose.isShed() ? null : pose;
    } catch (MalformedMessageException e) {
      return null;
    }
  }

  private AuditReport audit(LogScan scan, CameraReplay replay, RecordReader frames) {
    // ends are taken in this order, so that what is being written meanwhile is no fault
    List<LogScan.Range> poses3d = scan.ranges(Topics.POSES_3D);
    DeadLetterIndex deadLetters = DeadLetterIndex.read(scan, request.rig().rig());
    Comparison in2d = new Comparison(Topics.POSES_2D);
    Comparison in3d = new Comparison(Topics.POSES_3D);
    ViewsAudit views =
        new ViewsAudit(
            request,
            scan,
            deadLetters,
            replay,
            frames,
            ShedSteps.read(scan, request.rig()),
            recordedEngines(scan),
            findings,
            notes);
    views.compute(watched);
    BodiesAudit bodies = new BodiesAudit(request, scan, deadLetters, views, in2d);
    bodies.compute(watched);
    meet(scan, poses3d, bodies, in3d);
    int partition = request.rig().posesPartition();
    AuditReport.Answers answers2d =
        in2d.close(
            views.answers(),
            partition,
            q -> views.recompute(q.lane(), q.step(), watched),
            findings);
    AuditReport.Answers answers3d =
        in3d.close(bodies.answers(), partition, q -> bodies.recompute(q, watched), findings);
    return new AuditReport(
        request.rig().rig(),
        replay.model(),
        views.cameras(),
        answers2d,
        answers3d,
        views.shedSteps(),
        openSteps(views, bodies),
        deadLetters.counts(),
        findings.counts(),
        findings.kept(),
        notes.counts(),
        notes.kept());
  }

  private void meet(
      LogScan scan, List<LogScan.Range> ranges, BodiesAudit bodies, Comparison comparison) {
    byte[] key = Keys.of(request.rig().rig());
    long all = ranges.stream().mapToLong(LogScan.Range::size).sum();
    long[] done = {0};
    for (LogScan.Range range : ranges) {
      scan.read(
          range,
          record -> {
            watched.at("poses-3d", ++done[0], all);
            if (Arrays.equals(record.key(), key) && record.value() != null) {
              meet(record, bodies, comparison);
            }
            return true;
          });
    }
  }

  private void meet(
      ConsumerRecord<byte[], byte[]> record, BodiesAudit bodies, Comparison comparison) {
    try {
      Pose3dMessage pose = Json.decode(record.value(), Pose3dMessage.class);
      if (!request.looksAt(pose.step())) {
        return;
      }
      if (!bodies.isComparable(pose.step())) {
        comparison.notCompared();
        return;
      }
      String lane = BodiesAudit.lane(pose);
      String calibration = pose.inputs().calibration();
      if (!bodies.knows(calibration)) {
        comparison.notCompared();
        bodies.answers().excuse(lane, pose.step());
        note("calibration-gone", record, lane + " step " + pose.step());
        return;
      }
      if (bodies.isPlacedByAnotherEngine(pose)) {
        comparison.notCompared();
        bodies.answers().excuse(lane, pose.step());
        note("another-engine", record, lane + " step " + pose.step());
        return;
      }
      comparison.met(
          record,
          lane + " step " + pose.step(),
          bodies.answers().meet(calibration, lane, pose.step(), record.value()),
          new Comparison.Question(lane, pose.step(), calibration));
    } catch (MalformedMessageException e) {
      comparison.unaccounted(record, e.reason());
    }
  }

  private void note(String kind, ConsumerRecord<byte[], byte[]> record, String what) {
    notes.add(
        new Finding(
            kind, record.topic(), record.partition(), record.offset(), what, null, null, null));
  }

  /** Steps with a view and without a final pose: only those inside the horizon may be. */
  private long openSteps(ViewsAudit views, BodiesAudit bodies) {
    if (request.rig().cameras().size() == 1 || request.calibration().isEmpty()) {
      return 0; // there is no depth
    }
    TreeSet<Long> open = new TreeSet<>();
    views
        .answers()
        .forEachMet(
            (camera, step) -> {
              if (bodies.isComparable(step) && !bodies.answers().holds(BodiesAudit.FINAL, step)) {
                open.add(step);
              }
            });
    long closedBefore = bodies.newestStep() - bodies.horizonSteps() + 1;
    for (long step : open.headSet(closedBefore)) {
      findings.add(
          new Finding(
              "no-final",
              Topics.POSES_3D,
              request.rig().posesPartition(),
              -1,
              "step " + step,
              null,
              null,
              null));
    }
    return open.tailSet(closedBefore).size();
  }
}
