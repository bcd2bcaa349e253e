package evpose.cli;

import evpose.broker.EmbeddedBroker;
import evpose.camera.service.CameraService;
import evpose.metrics.service.MetricsService;
import evpose.triangulation.service.TriangulationService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One service alone in this process. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one service alone in this process, so that several can be started, stopped and replaced by themselves. Ctrl-C stops it.",
      "evpose run broker --port 19092 --data-dir data",
      "evpose run camera-service --bootstrap 127.0.0.1:19092 --set evpose.camera.fast-failover=true"
    })
final class RunCommand implements Callable<Integer> {
  /** What can run. */
  enum What {
    BROKER,
    CAMERA_SERVICE,
    TRIANGULATION_SERVICE,
    METRICS_SERVICE;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", description = "One of ${COMPLETION-CANDIDATES}.")
  What what = What.BROKER;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = "127.0.0.1:19092",
      description = "Kafka, for services. Default: ${DEFAULT-VALUE}.")
  String bootstrap = "";

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "19092",
      description = "The broker's port on 127.0.0.1. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      defaultValue = "${sys:java.io.tmpdir}/evpose",
      description = "Data of the broker, scratch of a service. Default: ${DEFAULT-VALUE}.")
  Path dataDir = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service, under the name that its .yml gives it.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--until-input-ends",
      description = "Stop when standard input ends: with the program that started this one.")
  boolean untilInputEnds;

  @Override
  public Integer call() throws InterruptedException {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    if (untilInputEnds) {
      Thread watcher = new Thread(RunCommand::exitAtTheEndOfInput, "evpose-input");
      watcher.setDaemon(true);
      watcher.start();
    }
    EmbeddedBroker broker = what == What.BROKER ? new EmbeddedBroker(dataDir, port) : null;
    try {
      start(broker);
    } catch (RuntimeException e) {
      throw Houses.explained(e);
    }
    spec.commandLine().getOut().println(what + " runs");
    spec.commandLine().getOut().flush();
    while (true) { // until a signal comes
      TimeUnit.SECONDS.sleep(1);
      String fault = broker == null ? null : broker.fault().orElse(null);
      if (fault != null) {
        throw new Failure(fault);
      }
    }
  }

  private void start(@Nullable EmbeddedBroker broker) {
    switch (what) {
      case BROKER -> {
        Objects.requireNonNull(broker, "made for this service").start();
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> closeUnlessBroken(broker), "evpose-stop"));
      }
      case CAMERA_SERVICE -> CameraService.main(arguments());
      case TRIANGULATION_SERVICE -> TriangulationService.main(arguments());
      case METRICS_SERVICE -> MetricsService.main(arguments());
    }
  }

  /** One that gave up would wait minutes for its own answer; it ends with the process. */
  private static void closeUnlessBroken(EmbeddedBroker broker) {
    if (broker.fault().isEmpty()) {
      broker.close();
    }
  }

  private String[] arguments() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("spring.main.banner-mode", "off");
    all.put("evpose.bootstrap-servers", bootstrap);
    all.put("evpose.state-dir", dataDir.toString());
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (setting.getKey().isBlank()) {
        throw new ParameterException(
            spec.commandLine(), "a setting is KEY=VALUE: --set=" + setting);
      }
      all.put(setting.getKey(), setting.getValue());
    }
    return all.entrySet().stream()
        .map(e -> "--" + e.getKey() + "=" + e.getValue())
        .toArray(String[]::new);
  }

  private static void exitAtTheEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // nobody says anything here; the end is what counts
      }
    } catch (IOException e) {
      // as good as the end
    }
    System.exit(0);
  }
}
