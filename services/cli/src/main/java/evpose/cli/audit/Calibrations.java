package evpose.cli.audit;

import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The calibrations that a rig has had, as far as compaction left them on the topic. */
final class Calibrations {
  /** Each of them costs a replay of all 2D poses; older ones are not looked at. */
  static final int MOST = 8;

  private Calibrations() {}

  /** By the hash that poses name, the newest last; empty when there never was one. */
  static Map<String, CalibrationMessage> read(LogScan scan, AuditRequest request) {
    byte[] key = Keys.of(request.rig().rig());
    Map<String, CalibrationMessage> all = new LinkedHashMap<>();
    for (LogScan.Range range : scan.ranges(Topics.CALIBRATIONS)) {
      scan.read(
          range,
          record -> {
            CalibrationMessage calibration = Arrays.equals(record.key(), key) ? of(record) : null;
            if (calibration != null) {
              all.remove(calibration.sha256());
              all.put(calibration.sha256(), calibration);
            }
            return true;
          });
    }
    request.calibration().ifPresent(newest -> all.putIfAbsent(newest.sha256(), newest));
    Iterator<String> oldest = all.keySet().iterator();
    while (all.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
    return all;
  }

  private static @Nullable CalibrationMessage of(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : Json.decode(record.value(), CalibrationMessage.class);
    } catch (MalformedMessageException e) {
      return null; // nobody was placed by it
    }
  }
}
