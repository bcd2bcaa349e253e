package evpose.cli;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.PoseLines;
import evpose.calibration.Views;
import evpose.calibration.ViewsCollector;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Topics;
import evpose.streaming.KafkaAccess;
import evpose.streaming.LogScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a rig's 2D poses come from: a file, or the topic. */
final class PoseViewsOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--poses",
      paramLabel = "F",
      description =
          "Recorded 2D poses, a JSON object a line as on topic poses-2d; half a minute of a person who walks about is good.")
  @Nullable Path poses;

  @Option(
      names = "--live",
      description =
          "Take the rig's 2D poses from Kafka instead: all that topic poses-2d holds, or with --seconds those to come.")
  boolean live;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --live: wait for so many seconds of poses from now on, at most 600.")
  int seconds;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka, with --live. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  /**
   * What was seen.
   *
   * @param endMicros data time at its end; 0 when it comes from a file
   */
  record Seen(Views views, long endMicros) {}

  boolean given() {
    return poses != null || live;
  }

  /** What the calibration's cameras saw. */
  Seen read(Calibration calibration) {
    Path file = poses;
    if ((file != null) == live || seconds < 0 || seconds > 600 || (seconds > 0 && !live)) {
      throw new ParameterException(
          spec.commandLine(),
          "poses come from --poses F or from --live, and --seconds (1 to 600) goes with --live");
    }
    List<String> cameras = calibration.cameras().stream().map(CalibratedCamera::id).toList();
    try {
      return file == null
          ? fromKafka(calibration.rig(), cameras)
          : new Seen(PoseLines.read(file, cameras), 0);
    } catch (IOException | KafkaException | IllegalArgumentException | IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private Seen fromKafka(String rig, List<String> cameras) {
    ViewsCollector collector = new ViewsCollector(cameras);
    try (LogScan scan = new LogScan(KafkaAccess.of(bootstrap))) {
      List<LogScan.Range> past = scan.ranges(Topics.POSES_2D);
      if (seconds > 0) {
        spec.commandLine().getErr().printf("waiting for %d s of poses of rig %s%n", seconds, rig);
        spec.commandLine().getErr().flush();
        TimeUnit.SECONDS.sleep(seconds);
        past = since(past, scan.ranges(Topics.POSES_2D));
      }
      for (LogScan.Range range : past) {
        scan.read(range, record -> take(collector, rig, record));
      }
      return new Seen(collector.views(), collector.endMicros());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for poses", e);
    } catch (IllegalArgumentException e) {
      throw new Failure("topic poses-2d, rig " + rig + ": " + e.getMessage(), e);
    }
  }

  /** What was written between two looks. */
  private static List<LogScan.Range> since(List<LogScan.Range> then, List<LogScan.Range> now) {
    return now.stream()
        .map(
            range ->
                then.stream()
                    .filter(old -> old.partition().equals(range.partition()))
                    .findFirst()
                    .map(old -> new LogScan.Range(range.partition(), old.end(), range.end()))
                    .orElse(range))
        .toList();
  }

  /** Whether more is wanted. */
  private static boolean take(
      ViewsCollector collector, String rig, ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null
        || record.value() == null
        || !rig.equals(new String(record.key(), StandardCharsets.UTF_8))) {
      return true;
    }
    try {
      collector.take(Json.decode(record.value(), Pose2dMessage.class));
    } catch (MalformedMessageException e) {
      // it is in dead-letters already
    }
    return !collector.full();
  }
}
