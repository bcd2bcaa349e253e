package evpose.metrics.service;

import evpose.camera.CameraRig;
import evpose.messages.CalibrationMessage;
import evpose.messages.DeadLetterMessage;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RecordTimes;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From bytes of any topic to {@link LiveMetrics}. What cannot be read is counted by topic and
 * reason, the first of each kind logged with its place; whose stream it stops puts it into
 * dead-letters, this service only watches. Thread-safe.
 */
final class RecordRouter implements RecordSink {
  private static final Logger log = LoggerFactory.getLogger(RecordRouter.class);
  private static final byte[] NOTHING = {};

  private final LiveMetrics live;
  private final MeterRegistry meters;
  private final @Nullable MovedCameras moved;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** For the past: nobody watches for cameras that are moved. */
  RecordRouter(LiveMetrics live, MeterRegistry meters) {
    this(live, meters, null);
  }

  RecordRouter(LiveMetrics live, MeterRegistry meters, @Nullable MovedCameras moved) {
    this.live = live;
    this.meters = meters;
    this.moved = moved;
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    boolean compacted = Topics.spec(record.topic()).compacted();
    if (compacted && record.value() == null) {
      return; // a tombstone: what was known of the rig stays until the restart
    }
    byte[] value = record.value() == null ? NOTHING : record.value();
    try {
      route(record, value, nowNanos);
    } catch (MalformedMessageException bad) {
      undecodable(record, bad.reason(), bad.getMessage());
    }
  }

  private void route(ConsumerRecord<byte[], byte[]> record, byte[] value, long nowNanos)
      throws MalformedMessageException {
    switch (record.topic()) {
      case Topics.EVENTS -> live.packet(EventPackets.decode(value), nowNanos);
      case Topics.POSES_2D -> {
        Pose2dMessage pose = Json.decode(value, Pose2dMessage.class);
        live.pose2d(pose, times(record.headers()), nowNanos);
        if (moved != null) {
          moved.seen(pose);
        }
      }
      case Topics.POSES_3D ->
          live.pose3d(Json.decode(value, Pose3dMessage.class), times(record.headers()), nowNanos);
      case Topics.GROUND_TRUTH -> live.truth(Json.decode(value, TruthMessage.class));
      case Topics.RIGS -> live.rig(Json.decode(value, RigMessage.class));
      case Topics.CALIBRATIONS -> calibrate(Json.decode(value, CalibrationMessage.class));
      case Topics.DEAD_LETTERS -> live.deadLetter(Json.decode(value, DeadLetterMessage.class));
      default -> throw new IllegalStateException("nobody asked for topic " + record.topic());
    }
  }

  private void calibrate(CalibrationMessage message) throws MalformedMessageException {
    try {
      CameraRig rig = message.toRig();
      live.calibration(rig);
      if (moved != null) {
        moved.calibrated(rig);
      }
    } catch (IllegalArgumentException impossible) { // a matrix that is no camera's
      throw new MalformedMessageException("bad-value", String.valueOf(impossible.getMessage()));
    }
  }

  private void undecodable(
      ConsumerRecord<byte[], byte[]> record, String reason, @Nullable String why) {
    if (record.topic().equals(Topics.EVENTS) && record.key() != null) {
      live.undecodablePacket(new String(record.key(), StandardCharsets.UTF_8));
    }
    meters.counter("evpose.undecodable", "topic", record.topic(), "reason", reason).increment();
    if (logged.add(record.topic() + " " + reason)) {
      log.warn(
          "{}-{}@{}: skipped, and so are others like it without a word: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          why);
    }
  }

  private static RecordTimes times(Headers headers) {
    return new RecordTimes(
        nanos(headers, TimingHeaders.PUBLISHED_NANOS),
        nanos(headers, TimingHeaders.RECEIVED_NANOS),
        nanos(headers, TimingHeaders.DONE_NANOS),
        nanos(headers, TimingHeaders.INFER_NANOS));
  }

  private static long nanos(Headers headers, String name) {
    return TimingHeaders.nanos(headers, name).orElse(RecordTimes.UNKNOWN);
  }
}
