package evpose.cli;

import evpose.recordings.RecordedCamera;
import evpose.recordings.RigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recordings onto Kafka, as if their cameras stood there now. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes recordings to topic events: one file with several cameras, or several files as one rig. Registers the rig; data time"
          + " counts from the first event, or goes on where the rig's log ends.",
      "evpose replay left.raw right.raw --offset 0,-250 --rig studio --bootstrap 127.0.0.1:19092"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final double LARGEST_SPEED = 1000;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "1..64",
      paramLabel = "FILE",
      description = "Recordings of any format; all their cameras become one rig.")
  List<Path> files = List.of();

  @Option(
      names = "--offset",
      paramLabel = "MICROS",
      split = ",",
      description = "Added to the times of each file, in their order. Default: 0 for all.")
  List<Long> offsets = List.of();

  @Mixin ReadOptions read = new ReadOptions();

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      description = "The rig's name. Default: the file's.")
  String rig = "";

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Seconds of data a second; 0 is as fast as Kafka takes it. Default: ${DEFAULT-VALUE}.")
  double speed;

  @Option(names = "--loop", description = "Begin anew at the end, until Ctrl-C.")
  boolean loop;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many seconds of data; 0 plays to the end.")
  double seconds;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "100",
      description = "Steps a second. Default: ${DEFAULT-VALUE}.")
  int rateHz;

  @Option(
      names = "--calibration",
      paramLabel = "F",
      description = "The cameras' calibration, a JSON file; without one there is no 3D.")
  @Nullable Path calibration;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(names = "--json", description = "Print what was published as a JSON object.")
  boolean json;

  @Option(names = "--report", paramLabel = "F", description = "Write what was published as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    check();
    return new SourceRun("replay", spec, json, report).follow(properties());
  }

  private void check() {
    if (!offsets.isEmpty() && offsets.size() != files.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "each file needs an offset, or none: files="
              + files.size()
              + ", --offset="
              + offsets.size());
    }
    if (!(speed >= 0 && speed <= LARGEST_SPEED && seconds >= 0)) { // NaN is refused, too
      throw new ParameterException(
          spec.commandLine(),
          "speed must be in [0, 1000] and seconds not negative: --speed="
              + speed
              + ", --seconds="
              + seconds);
    }
    if (rateHz < 10 || rateHz > 1000 || 1_000_000 % rateHz != 0) {
      throw new ParameterException(
          spec.commandLine(),
          "rate must be in [10, 1000] and divide a second into whole microseconds: --rate="
              + rateHz);
    }
    List<RigReader.Part> parts = new ArrayList<>();
    files.forEach(file -> parts.add(new RigReader.Part(file, 0)));
    try (RigReader opened = RigReader.open(parts, read.hints())) {
      if (!json) {
        List<String> ids = opened.cameras().stream().map(RecordedCamera::id).toList();
        spec.commandLine().getOut().println("cameras  " + String.join(", ", ids));
      }
    } catch (IOException e) { // before anything is started
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("evpose.bootstrap-servers", bootstrap);
    for (int i = 0; i < files.size(); i++) {
      properties.put("evpose.source.inputs[" + i + "]", files.get(i).toAbsolutePath());
    }
    for (int i = 0; i < offsets.size(); i++) {
      properties.put("evpose.source.offsets-micros[" + i + "]", offsets.get(i));
    }
    properties.putAll(read.sourceProperties());
    properties.put("evpose.source.rig", rig);
    properties.put("evpose.source.speed", speed);
    properties.put("evpose.source.seconds", seconds);
    properties.put("evpose.source.rate-hz", rateHz);
    properties.put("evpose.source.loop", loop);
    properties.put(
        "evpose.source.calibration", calibration == null ? "" : calibration.toAbsolutePath());
    return properties;
  }
}
