package evpose.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH's gc profiler sees no object a step; the smallest object of a JVM takes 16 bytes. */
class AllocationTest {
  private static final double SMALLEST_OBJECT_BYTES = 16;

  @Test
  void slicingAllocatesNothingAStep() throws RunnerException {
    assertThat(bytesAStep(SlicingBenchmark.class, "eventsPerStep", "1000"))
        .isLessThan(SMALLEST_OBJECT_BYTES);
  }

  @Test
  void theEngineAllocatesNothingAStep() throws RunnerException {
    assertThat(bytesAStep(EngineBenchmark.class, "density", "0.03"))
        .isLessThan(SMALLEST_OBJECT_BYTES);
  }

  private static double bytesAStep(Class<?> benchmark, String parameter, String value)
      throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getName() + "\\.")
                    .param(parameter, value)
                    .forks(0) // this JVM has the vector module
                    .warmupIterations(3)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(2)
                    .measurementTime(TimeValue.seconds(1))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).hasSize(1);
    return results.iterator().next().getSecondaryResults().values().stream()
        .filter(result -> result.getLabel().contains("gc.alloc.rate.norm"))
        .mapToDouble(result -> result.getScore())
        .findFirst()
        .orElseThrow();
  }
}
