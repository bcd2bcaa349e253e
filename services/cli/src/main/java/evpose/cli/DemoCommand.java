package evpose.cli;

import evpose.allinone.AllInOne;
import evpose.metrics.service.live.Quantiles;
import evpose.metrics.service.live.RunReport;
import evpose.source.service.EventSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Broker, services, source and page in one process. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs everything in one process: a broker, all services, and a simulated person before"
          + " simulated cameras, or a recording, or motion capture. Prints the address of the page."
          + " Ctrl-C stops it.",
      "Opens nothing outside this machine."
    })
final class DemoCommand implements Callable<Integer> {
  /** The cameras of DHP19 that the shipped network of learned triangulation knows. */
  private static final List<String> LEARNED_PAIR = List.of("cam2", "cam3");

  private static final int LEARNED_HZ = 100;
  private static final int CORES_TO_SIMULATE_ALONG = 4;
  private static final double PRERENDER_SECONDS = 20;
  private static final double REHEARSAL_SECONDS = 20;
  private static final Duration STATUS = Duration.ofSeconds(1);

  private final LiveLine liveLine = new LiveLine();

  @Spec CommandSpec spec;
  @Mixin HouseOptions house = new HouseOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "Stop after N seconds of data. Default: go on until Ctrl-C, or until a recording ends.")
  double seconds;

  @Option(
      names = "--headless",
      description = "No live line; for scripts. The page is served all the same.")
  boolean headless;

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "Play a recording (AEDAT4) instead of the simulator.")
  @Nullable Path input;

  @Option(
      names = "--motion",
      paramLabel = "F",
      description = "Motion capture (.bvh, or .amc beside its .asf) that the person follows.")
  @Nullable Path motion;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Simulated cameras, 1 to 16; 4 stand as in DHP19, other numbers in a ring; with"
              + " --triangulator learned there are 2, DHP19's cam2 and cam3. Default:"
              + " ${DEFAULT-VALUE}.")
  int cameras;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "100",
      description =
          "Steps a second. Default: ${DEFAULT-VALUE}, what the shipped network was trained at; at 200"
              + " it runs compact-200hz unless --model says otherwise.")
  int rateHz;

  @Option(
      names = "--frames",
      negatable = true,
      description =
          "The simulated cameras take grey frames as well, ten a second. Default: when the model's"
              + " ANN looks at frames.")
  @Nullable Boolean frames;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Seconds of data a second; 0 is as fast as possible. Default: ${DEFAULT-VALUE}.")
  double speed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which person, room and noise to simulate. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--prerender",
      paramLabel = "S",
      defaultValue = "-1",
      description =
          "Simulate S seconds of data beforehand and play them over and over; 0 simulates along."
              + " Default: 20 on machines with fewer than 4 cores, which cannot do both at once,"
              + " else 0.")
  double prerenderSeconds;

  @Option(
      names = "--rehearse",
      paramLabel = "S",
      defaultValue = "-1",
      description =
          "Run S seconds of data through everything first, so that what is measured is warm; 0 does"
              + " not. Default: 20 on machines with fewer than 4 cores, else 0.")
  double rehearseSeconds;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the run's numbers as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    check();
    String rigModel = chooseModel();
    Instant startedAt = Instant.now();
    CountDownLatch stopAsked = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stopAndWait(stopAsked, stopped), "evpose-stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      return run(rigModel, startedAt, stopAsked);
    } finally {
      stopped.countDown();
    }
  }

  private static void stopAndWait(CountDownLatch stopAsked, CountDownLatch stopped) {
    stopAsked.countDown();
    try {
      stopped.await(40, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void check() {
    if (input != null && motion != null) {
      throw usage("choose a recording or a motion, not both: --input, --motion");
    }
    for (Path file : new Path[] {input, motion}) {
      if (file != null && !Files.isReadable(file)) {
        throw new Failure("the file cannot be read: file=" + file);
      }
    }
    if (input != null && withFrames()) {
      throw usage(
          "recordings have no frames that are streamed: choose a model whose ANN looks at events,"
              + " or no --input, and no --frames");
    }
    if (!(seconds >= 0 && speed >= 0)) { // negated so that NaN is refused too
      throw usage("seconds and speed must not be negative");
    }
    if (cameras < 1 || cameras > 16) {
      throw usage("cameras must be in [1, 16]: --cameras=" + cameras);
    }
    if (isLearned() && input == null && (cameras != LEARNED_PAIR.size() || rateHz != LEARNED_HZ)) {
      throw usage(
          "learned triangulation knows two cameras at 100 Hz, DHP19's cam2 and cam3; give --cameras"
              + " 2: --cameras="
              + cameras
              + ", --rate="
              + rateHz);
    }
    if (rateHz < 10 || rateHz > 1000 || 1_000_000 % rateHz != 0) {
      throw usage(
          "rate must be in [10, 1000] and divide a second into whole microseconds: --rate="
              + rateHz);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int run(String rigModel, Instant startedAt, CountDownLatch stopAsked)
      throws InterruptedException {
    say("starting a broker and the services ...");
    AllInOne all = Houses.open(house);
    try (all) {
      rehearse(all);
      try (StartUp startUp = StartUp.watching(all)) {
        return play(all, startUp, rigModel, startedAt, stopAsked);
      }
    } finally {
      house.tidy();
    }
  }

  private int play(
      AllInOne all, StartUp startUp, String rigModel, Instant startedAt, CountDownLatch stopAsked)
      throws InterruptedException {
    EventSource source = Houses.startSource(all, sourceProperties(rigModel));
    say("page     " + all.page());
    say("broker   " + all.bootstrap() + "   (topics events, poses-2d, poses-3d, ...)");
    say("source   " + what());
    say(seconds > 0 ? "runs     " + seconds + " s of data" : "runs     until Ctrl-C");
    long began = System.nanoTime();
    String health = await(all, source, stopAsked);
    boolean interrupted = stopAsked.getCount() == 0;
    Houses.requireBroker(all);
    source.close();
    Houses.drain(all);
    RunReport result = all.metrics().report(Houses.nowNanos());
    double lasted = (System.nanoTime() - began) / 1e9;
    if (report != null) {
      new Report("demo", startedAt, lasted)
          .with(results(result, health, source, startUp))
          .write(report);
    }
    return conclude(result, health, source, interrupted);
  }

  private void rehearse(AllInOne all) throws InterruptedException {
    double enough = rehearseSeconds >= 0 ? rehearseSeconds : smallMachine() ? REHEARSAL_SECONDS : 0;
    if (enough > 0) {
      say(
          "rehearsing, so that the just-in-time compiler is done before the first event counts"
              + " ...");
      all.rehearse(enough, input == null ? simulatedCameras() : Map.of("evpose.source.cameras", 1));
    }
  }

  private static boolean smallMachine() {
    return Runtime.getRuntime().availableProcessors() < CORES_TO_SIMULATE_ALONG;
  }

  /**
   * The network that was trained at this rate, where none is named.
   *
   * @return what the rig's record names, so that `verify` knows it; empty where it is the house's
   */
  String chooseModel() {
    String said = house.model == null ? ShippedModels.choice(rateHz) : "";
    if (said.isEmpty()) {
      return "";
    }
    say("model    " + said);
    String chosen = ShippedModels.at(rateHz);
    house.model = chosen;
    return chosen;
  }

  Map<String, Object> sourceProperties(String rigModel) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("evpose.source.input", input == null ? "" : input.toAbsolutePath());
    properties.put("evpose.source.motion", motion == null ? "" : motion.toAbsolutePath());
    properties.putAll(simulatedCameras());
    properties.put("evpose.source.rate-hz", rateHz);
    properties.put("evpose.source.model", rigModel);
    properties.put("evpose.source.speed", speed);
    properties.put("evpose.source.seconds", seconds);
    properties.put("evpose.source.seed", seed);
    properties.put("evpose.source.prerender-seconds", prerenderSeconds());
    return properties;
  }

  private Map<String, Object> simulatedCameras() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("evpose.source.cameras", isLearned() ? 4 : cameras);
    properties.put("evpose.source.pick", isLearned() ? String.join(",", LEARNED_PAIR) : "");
    properties.put("evpose.source.frames", withFrames());
    return properties;
  }

  private boolean withFrames() {
    return frames == null ? house.looksAtFrames() : frames;
  }

  private boolean isLearned() {
    return house.triangulator.equals("learned");
  }

  private double prerenderSeconds() {
    if (input != null) {
      return 0;
    }
    if (prerenderSeconds >= 0) {
      return prerenderSeconds;
    }
    double enough = smallMachine() ? PRERENDER_SECONDS : 0;
    return seconds > 0 ? Math.min(seconds, enough) : enough;
  }

  private String what() {
    if (input != null) {
      return "the recording " + input;
    }
    String body =
        motion == null
            ? "a simulated person"
            : "a simulated person who moves like " + motion.getFileName();
    String how =
        prerenderSeconds() > 0
            ? ", "
                + Math.round(prerenderSeconds())
                + " s rendered beforehand and played over and over"
            : "";
    String eyes = withFrames() ? " Hz and 10 frames a second" : " Hz";
    return body + " before " + cameras + " simulated cameras at " + rateHz + eyes + how;
  }

  /** Waits for the end; says how things stood just before, while events still came. */
  private String await(AllInOne all, EventSource source, CountDownLatch stopAsked)
      throws InterruptedException {
    String health = "";
    while (!stopAsked.await(STATUS.toMillis(), TimeUnit.MILLISECONDS)) {
      String now = all.metrics().report(Houses.nowNanos()).health();
      if (source.awaitEnd(Duration.ZERO) || all.brokerFault().isPresent()) {
        break;
      }
      health = now;
      if (!headless) {
        live(status(all, source));
      }
    }
    if (!headless) {
      live("");
    }
    return health.isEmpty() ? all.metrics().report(Houses.nowNanos()).health() : health;
  }

  private static String status(AllInOne all, EventSource source) {
    if (source.state() == EventSource.State.RENDERING) {
      return String.format("rendering beforehand: %.0f %%", 100 * source.rendered());
    }
    RunReport now = all.metrics().report(Houses.nowNanos());
    return now.health() + String.format("   %d 3D poses", now.poses3d().count());
  }

  private static Map<String, Object> results(
      RunReport result, String health, EventSource source, StartUp startUp) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rig", result.rig());
    fields.put("health", health);
    fields.put("poses2d", result.poses2d());
    fields.put("poses3d", result.poses3d());
    fields.put("packets", result.packets());
    fields.put("shedSteps", result.shedSteps());
    fields.put("error", result.error());
    fields.put("latencyMs", result.latencyMs());
    fields.put("operations", result.operations());
    fields.put("power", result.power());
    fields.put("startUp", startUp.times());
    source.summary().ifPresent(summary -> fields.put("source", summary));
    return fields;
  }

  private int conclude(RunReport result, String health, EventSource source, boolean interrupted) {
    List<String> troubles = new ArrayList<>();
    source
        .failure()
        .filter(f -> !interrupted)
        .ifPresent(f -> troubles.add("the source failed: " + f));
    if (result.packets().lost() > 0) {
      troubles.add("packets were lost: lost=" + result.packets().lost());
    }
    result
        .packets()
        .deadLettered()
        .forEach(
            (reason, n) ->
                troubles.add(
                    "records were set aside in topic dead-letters: reason=" + reason + ", n=" + n));
    if (!result.shedSteps().isEmpty()) {
      say("steps given up, as the log says: " + result.shedSteps());
    }
    if (!interrupted && result.poses2d().count() == 0) {
      troubles.add("no pose came out");
    }
    say(summary(result));
    say(health);
    troubles.forEach(trouble -> spec.commandLine().getErr().println("evpose: " + trouble));
    return troubles.isEmpty() ? 0 : 1;
  }

  private static String summary(RunReport r) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format("%d 2D poses, %d 3D poses", r.poses2d().count(), r.poses3d().count()));
    Double px = r.error().mpjpe2dPx();
    if (px != null) {
      line.append(String.format(", 2D error %.1f px", px));
    }
    Double mm = r.error().mpjpe3dMm();
    if (mm != null) {
      line.append(String.format(", 3D error %.0f mm", mm));
    }
    Quantiles latency = r.latencyMs().get("endToEnd");
    if (latency != null && latency.count() > 0) {
      line.append(
          String.format(
              "%nlast event of a step to its 3D pose: p50 %.0f ms, p99 %.0f ms",
              latency.p50(), latency.p99()));
    }
    return line.toString();
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void live(String line) {
    liveLine.show(spec.commandLine().getErr(), line);
  }
}
