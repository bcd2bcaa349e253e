package evpose.cli;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.RigRun;
import evpose.streaming.RigRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which rigs there are, which cameras they have, and where their packets go. */
@Command(
    name = "rig",
    mixinStandardHelpOptions = true,
    description = "Registers rigs (topic rigs), shows them, and switches how they are run.",
    subcommands = {RigCommand.Add.class, RigCommand.Show.class, RigSwitchCommand.class})
final class RigCommand implements Runnable {
  static final String DEFAULT_BOOTSTRAP = "127.0.0.1:19092";

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: add, show or switch");
  }

  /** Registers a rig and, where there is one, its calibration. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Registers a rig: its cameras in order, each with a partition of topic events. Registering it again replaces it.",
        "evpose rig add studio --camera left=346x260 --camera right=346x260 --calibration studio.json"
      })
  static final class Add implements Callable<Integer> {
    private static final Pattern CAMERA =
        Pattern.compile("([A-Za-z0-9._-]{1,64})=(\\d{1,5})x(\\d{1,5})");

    @Spec CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RIG", description = "The rig's name.")
    @Nullable String rig;

    @Option(names = "--dhp19", description = "Register DHP19's four cameras and their calibration.")
    boolean dhp19;

    @Option(
        names = "--camera",
        paramLabel = "ID=WxH",
        description = "A camera and its sensor's size; once for each, in order.")
    List<String> cameras = new ArrayList<>();

    @Option(
        names = "--calibration",
        paramLabel = "F",
        description =
            "The rig's calibration as JSON, as on topic calibrations; without one there is no 3D.")
    @Nullable Path calibration;

    @Option(
        names = "--rate",
        paramLabel = "HZ",
        defaultValue = "100",
        description = "Steps a second. Default: ${DEFAULT-VALUE}.")
    int rateHz;

    @Option(
        names = "--bootstrap",
        paramLabel = "B",
        defaultValue = DEFAULT_BOOTSTRAP,
        description = "Kafka. Default: ${DEFAULT-VALUE}.")
    String bootstrap = DEFAULT_BOOTSTRAP;

    @Override
    public Integer call() throws InterruptedException {
      if (rateHz < 10 || rateHz > 1000 || 1_000_000 % rateHz != 0) {
        throw new ParameterException(
            spec.commandLine(),
            "rate must be in [10, 1000] and divide a second into whole microseconds: --rate="
                + rateHz);
      }
      RigRegistry registry = new RigRegistry(bootstrap);
      CalibrationMessage geometry = geometry();
      String name = rig != null ? rig : geometry == null ? "" : geometry.rig();
      try {
        RigMessage message =
            RigMessage.placed(name, sensors(geometry), 1_000_000 / rateHz, "", "", registry.rigs());
        registry.publish(message, geometry == null ? null : named(geometry, name));
        spec.commandLine().getOut().println(Show.line(message));
        return 0;
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      } catch (IllegalStateException e) {
        throw new Failure(String.valueOf(e.getMessage()), e);
      }
    }

    private @Nullable CalibrationMessage geometry() {
      if (dhp19) {
        CameraRig known = Dhp19Rig.rig();
        return CalibrationMessage.of(known, 0, "DHP19 release");
      }
      if (calibration == null) {
        return null;
      }
      try {
        return Json.decode(Files.readAllBytes(calibration), CalibrationMessage.class);
      } catch (IOException e) {
        throw new Failure("the calibration cannot be read: file=" + calibration, e);
      } catch (MalformedMessageException e) {
        throw new Failure(calibration + ": " + e.getMessage(), e);
      }
    }

    private static CalibrationMessage named(CalibrationMessage c, String rig) {
      return new CalibrationMessage(
          rig, c.validFromMicros(), c.units(), c.worldUp(), c.cameras(), c.source());
    }

    private List<RigCamera> sensors(@Nullable CalibrationMessage geometry) {
      List<RigCamera> sensors = new ArrayList<>();
      for (String camera : cameras) {
        Matcher m = CAMERA.matcher(camera);
        if (!m.matches()) {
          throw new ParameterException(
              spec.commandLine(), "a camera is ID=WIDTHxHEIGHT: --camera=" + camera);
        }
        sensors.add(
            new RigCamera(
                m.group(1), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), 0));
      }
      if (sensors.isEmpty() && geometry != null) {
        geometry
            .cameras()
            .forEach(c -> sensors.add(new RigCamera(c.id(), c.width(), c.height(), 0)));
      }
      if (sensors.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "name the cameras: --camera ID=WxH, --calibration F or --dhp19");
      }
      return sensors;
    }
  }

  /** Shows registered rigs. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows registered rigs, their cameras and partitions.")
  static final class Show implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Option(
        names = "--bootstrap",
        paramLabel = "B",
        defaultValue = DEFAULT_BOOTSTRAP,
        description = "Kafka. Default: ${DEFAULT-VALUE}.")
    String bootstrap = DEFAULT_BOOTSTRAP;

    @Override
    public Integer call() {
      try {
        List<RigMessage> rigs = new RigRegistry(bootstrap).rigs();
        rigs.forEach(rig -> spec.commandLine().getOut().println(line(rig)));
        if (rigs.isEmpty()) {
          spec.commandLine().getOut().println("no rig is registered");
        }
        return 0;
      } catch (IllegalStateException e) {
        throw new Failure(String.valueOf(e.getMessage()), e);
      }
    }

    static String line(RigMessage rig) {
      StringBuilder text =
          new StringBuilder(rig.rig() + ": poses on partition " + rig.posesPartition());
      text.append(", ").append(1_000_000 / rig.stepMicros()).append(" Hz");
      for (RigRun run : rig.runs()) {
        boolean said = !run.model().isEmpty() || !run.policy().isEmpty();
        boolean goesOn = run.beforeStep() == Long.MAX_VALUE;
        if (said || !goesOn) {
          text.append(
              String.format(
                  "%n  model %s, policy %s%s",
                  run.model().isEmpty() ? "as set" : run.model(),
                  run.policy().isEmpty() ? "as set" : run.policy(),
                  goesOn ? "" : ", before step " + run.beforeStep()));
        }
      }
      for (RigCamera camera : rig.cameras()) {
        text.append(
            String.format(
                "%n  %s %dx%d, events on partition %d",
                camera.id(), camera.width(), camera.height(), camera.eventsPartition()));
      }
      return text.toString();
    }
  }
}
