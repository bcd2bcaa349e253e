package evpose.cli;

import evpose.calibration.Calibration;
import evpose.calibration.DriftAlarm;
import evpose.calibration.DriftWatch;
import evpose.cli.stream.RigTail;
import evpose.messages.Pose2dMessage;
import evpose.messages.Topics;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells when a camera is bumped while the rig runs. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Follows the 2D poses of a rig of three or more cameras on Kafka and tells when one of them"
          + " was bumped: which, since when, how far. Ends with Ctrl-C.",
      "Exit code 1 when a camera moved."
    })
final class CalibrationWatchCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  @Spec CommandSpec spec;
  @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many seconds; 0 goes on until Ctrl-C.")
  double seconds;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(names = "--once", description = "End with the first camera that moved.")
  boolean once;

  @Option(names = "--json", description = "Print a JSON object a move.")
  boolean json;

  @Override
  public Integer call() {
    Calibration calibration = options.read();
    int moves = 0;
    try (RigTail<Pose2dMessage> tail =
            new RigTail<>(bootstrap, Topics.POSES_2D, calibration.rig(), Pose2dMessage.class);
        Interruptible wish = new Interruptible()) {
      DriftWatch watch = new DriftWatch(calibration.toRig().cameras());
      long began = System.nanoTime();
      say("watching rig " + calibration.rig());
      while (!wish.asked()
          && !(once && moves > 0)
          && !(seconds > 0 && System.nanoTime() - began > seconds * 1e9)) {
        for (Pose2dMessage pose : tail.poll(POLL)) {
          moves += watch.take(pose).map(this::tell).orElse(0);
        }
      }
      return moves == 0 ? 0 : 1;
    } catch (KafkaException | IllegalArgumentException | IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Apart from what scripts read. */
  private void say(String words) {
    spec.commandLine().getErr().println(words);
    spec.commandLine().getErr().flush();
  }

  private int tell(DriftAlarm.Drift drift) {
    spec.commandLine().getOut().println(json ? Report.toJsonLine(drift) : drift.words());
    spec.commandLine().getOut().flush();
    return 1;
  }
}
