package evpose.cli;

import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.recordings.RecordingFormat;
import evpose.source.service.Recording;
import evpose.streaming.RigRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Topics into files. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Records a rig's events, and its poses if asked, until Ctrl-C. Beside OUT a .session.jsonl tells where in the log the recording"
          + " began and ended; one without an end was cut short. Frames are not recorded.",
      "evpose record walk.aedat4 --rig studio --topics poses-2d,poses-3d"
    })
final class RecordCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LINES = Duration.ofMillis(500);
  private static final List<String> TOPICS =
      List.of(Topics.POSES_2D, Topics.POSES_3D, Topics.GROUND_TRUTH);

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "OUT",
      description =
          "Where to; its ending tells the format. Formats for one camera get a file for each camera.")
  Path out = Path.of("");

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Which rig. Default: the only one.")
  String rig = "";

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}, in place of OUT's ending.")
  @Nullable RecordingFormat to;

  @Option(
      names = "--topics",
      paramLabel = "T",
      split = ",",
      description = "Record these, too, a JSON object a line: poses-2d, poses-3d, ground-truth.")
  List<String> topics = List.of();

  @Option(names = "--from-begin", description = "Begin with what the log holds already.")
  boolean fromBegin;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many seconds of data; 0 goes on until Ctrl-C.")
  double seconds;

  @Option(
      names = "--idle",
      paramLabel = "S",
      defaultValue = "0",
      description = "End when nothing has come for so many seconds; 0 never does.")
  double idleSeconds;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(names = "--force", description = "Write over OUT when it is there.")
  boolean force;

  @Option(names = "--json", description = "Print what was recorded as a JSON object.")
  boolean json;

  @Override
  public Integer call() {
    RecordingFormat format = to == null ? RecordingFormat.of(out).orElse(null) : to;
    if (format == null) {
      throw new Failure(
          "the format cannot be told from the file's ending, choose one with --to: file=" + out);
    }
    if (Files.exists(out) && !force) {
      throw new Failure("the file is there already, write over it with --force: file=" + out);
    }
    for (String topic : topics) {
      if (!TOPICS.contains(topic)) {
        throw new ParameterException(
            spec.commandLine(), "topics must be among " + TOPICS + ": --topics=" + topic);
      }
    }
    try (Interruptible wish = new Interruptible()) {
      RigMessage registered = registered();
      try (Recording recording =
          Recording.open(bootstrap, registered, fromBegin, out, format, topics)) {
        tellSession("start", registered, recording.summary(), true);
        follow(recording, wish);
        tellSession("stop", registered, recording.summary(), false);
        return conclude(recording.summary());
      }
    } catch (IOException | KafkaException | IllegalArgumentException | IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private RigMessage registered() {
    List<RigMessage> rigs = new RigRegistry(bootstrap).rigs();
    List<String> names = rigs.stream().map(RigMessage::rig).toList();
    List<RigMessage> wanted =
        rigs.stream().filter(r -> rig.isEmpty() || r.rig().equals(rig)).toList();
    if (wanted.size() != 1) {
      throw new Failure("name one of the rigs with --rig: --rig=" + rig + ", rigs=" + names);
    }
    return wanted.get(0);
  }

  private void follow(Recording recording, Interruptible wish) throws IOException {
    long cameAt = System.nanoTime();
    long saidAt = cameAt;
    while (!wish.asked() && !(seconds > 0 && recording.seconds() >= seconds)) {
      long now = System.nanoTime();
      if (recording.poll() > 0) {
        cameAt = System.nanoTime();
      } else if (idleSeconds > 0 && now - cameAt > idleSeconds * 1e9) {
        return;
      }
      if (now - saidAt > BETWEEN_LINES.toNanos()) {
        saidAt = now;
        Recording.Summary summary = recording.summary();
        spec.commandLine()
            .getErr()
            .printf("\r%.1f s of data, %,d events  ", recording.seconds(), summary.events());
        spec.commandLine().getErr().flush();
      }
    }
  }

  private void tellSession(
      String what, RigMessage registered, Recording.Summary summary, boolean begin)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("session", what);
    line.put("at", Instant.now().toString());
    line.put("version", Evpose.Version.text());
    line.put("rig", registered);
    line.put("recorded", summary);
    Files.writeString(
        Recording.beside(out, ".session.jsonl"),
        Report.toJsonLine(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        begin ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
  }

  private int conclude(Recording.Summary summary) {
    spec.commandLine().getErr().printf("\r%-60s\r", "");
    if (json) {
      spec.commandLine().getOut().println(Report.toJson(summary));
    } else {
      spec.commandLine()
          .getOut()
          .printf("%s: %,d events%n", String.join(", ", summary.files()), summary.events());
      summary
          .lines()
          .forEach(
              (topic, n) -> spec.commandLine().getOut().printf("  %s, %,d records%n", topic, n));
    }
    if (summary.missing() > 0 || summary.malformed() > 0) {
      spec.commandLine()
          .getErr()
          .printf(
              "evpose: the log does not hold everything: packets missing=%d, malformed=%d%n",
              summary.missing(), summary.malformed());
      return 1;
    }
    return 0;
  }
}
