package evpose.cli;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.RingRig;
import evpose.simulation.SimulatorBench;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many times faster than real time the simulator runs on one core. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates a person who does all 33 movements, then each movement alone, on one thread, and says how much faster than real"
          + " time one core does it (processor time of that thread: other work on the machine hardly counts).",
      "The yardstick is the plain way: pictures of whole sensors at 1 kHz. Takes about a minute."
    })
final class BenchSimulatorCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "132",
      description =
          "How much of the tour is simulated; 132 is all of it. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "4",
      description = "4: DHP19's rig; any other number: a ring. Default: ${DEFAULT-VALUE}.")
  int cameras;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() {
    require(seconds >= 1 && seconds <= 3600, "seconds must be in [1, 3600]: --seconds=" + seconds);
    require(cameras >= 1 && cameras <= 16, "cameras must be in [1, 16]: --cameras=" + cameras);
    Instant startedAt = Instant.now();
    CameraRig rig = cameras == 4 ? Dhp19Rig.rig() : RingRig.of(cameras);
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    SimulatorBench bench =
        new SimulatorBench(
            thread::getCurrentThreadCpuTime,
            () -> thread.getThreadAllocatedBytes(Thread.currentThread().getId()));
    SimulatorBench.Result result = bench.run(rig, seconds);
    describe(result);
    if (report != null) {
      double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
      new Report("bench simulator", startedAt, took).with(keys(result)).write(report);
    }
    return 0;
  }

  private void require(boolean held, String message) {
    if (!held) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private void describe(SimulatorBench.Result r) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d cameras, all movements: %.1f times real time on one core%n",
        cameras,
        r.tour().realTimeFactor());
    out.printf(
        Locale.ROOT,
        "  %.3f ms a camera and 10 ms step, %,.0f events a second and camera%n",
        r.tour().msPerCameraStep(),
        r.tour().eventsPerSecondAndCamera());
    out.printf(
        Locale.ROOT,
        "  body %.0f %%, raster %.0f %%, sensor %.0f %%; %,.0f bytes allocated a step; no jump beyond %.2f pixels%n",
        100 * r.bodyShare(),
        100 * r.rasterShare(),
        100 * r.sensorShare(),
        r.tour().bytesPerStep(),
        r.tour().longestJumpPixels());
    for (SimulatorBench.Speed speed : r.perMovement()) {
      out.printf(
          Locale.ROOT,
          "  %-20s %5.1f times real time, %,8.0f events a second and camera%n",
          speed.movement(),
          speed.realTimeFactor(),
          speed.eventsPerSecondAndCamera());
    }
    out.printf(
        Locale.ROOT,
        "whole pictures at 1 kHz: %.2f times real time; the tour is %.0f times faster%n",
        r.yardstickRealTimeFactor(),
        r.ratio());
    out.flush();
  }

  private Map<String, Object> keys(SimulatorBench.Result r) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("cameras", cameras);
    keys.put("simulatedSeconds", seconds);
    keys.put("realTimeFactor", r.tour().realTimeFactor());
    keys.put("msPerCameraStep", r.tour().msPerCameraStep());
    keys.put("eventsPerSecondAndCamera", r.tour().eventsPerSecondAndCamera());
    keys.put("bytesPerStep", r.tour().bytesPerStep());
    keys.put("longestJumpPixels", r.tour().longestJumpPixels());
    keys.put(
        "share",
        Map.of("body", r.bodyShare(), "raster", r.rasterShare(), "sensor", r.sensorShare()));
    keys.put("slowest", r.slowest());
    keys.put("fastest", r.fastest());
    keys.put("perMovement", r.perMovement());
    keys.put(
        "yardstick",
        Map.of(
            "what", "whole pictures at 1 kHz, no sensor faults",
            "realTimeFactor", r.yardstickRealTimeFactor(),
            "ratio", r.ratio()));
    return keys;
  }
}
