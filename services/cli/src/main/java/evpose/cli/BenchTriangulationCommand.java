package evpose.cli;

import evpose.triangulation.RayIntersection;
import evpose.triangulation.RobustTriangulator;
import evpose.triangulation.TriangulationBench;
import evpose.triangulation.Triangulator;
import evpose.triangulation.WeightedDlt;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long placing a body takes, by number of views. */
@Command(
    name = "triangulation",
    mixinStandardHelpOptions = true,
    description = {
      "Times each triangulator on poses of 13 joints with 2 px noise, one core, processor time of that thread; the default one also"
          + " with 5 %% wrong joints. Yardsticks: the paper's ray intersection, the plain linear transform."
    })
final class BenchTriangulationCommand implements Callable<Integer> {
  private static final int[] VIEWS = {2, 3, 4, 8, 16};

  @Spec CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Rounds of 256 poses for each number. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() {
    if (rounds < 3 || rounds > 100_000) {
      throw new ParameterException(
          spec.commandLine(), "rounds must be in [3, 100000]: --rounds=" + rounds);
    }
    Instant startedAt = Instant.now();
    TriangulationBench bench =
        new TriangulationBench(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("default", measure("default", new RobustTriangulator(), 0, bench));
    keys.put("defaultWithOutliers", measure("5 % wrong", new RobustTriangulator(), 0.05, bench));
    keys.put("rays", measure("rays", new RayIntersection(), 0, bench));
    keys.put("dlt", measure("DLT", new WeightedDlt(), 0, bench));
    if (report != null) {
      double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
      new Report("bench triangulation", startedAt, took).with(keys).write(report);
    }
    return 0;
  }

  private List<Object> measure(
      String name, Triangulator triangulator, double wrongShare, TriangulationBench bench) {
    PrintWriter out = spec.commandLine().getOut();
    List<Object> rows = new ArrayList<>();
    for (int views : VIEWS) {
      TriangulationBench.Result r = bench.run(triangulator, views, wrongShare, rounds);
      out.printf(Locale.ROOT, "%-10s %2d views: %6.1f µs a pose%n", name, views, r.medianMicros());
      rows.add(Map.of("views", views, "microsPerPose", r.medianMicros()));
    }
    out.flush();
    return rows;
  }
}
