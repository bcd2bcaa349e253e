package evpose.cli;

import evpose.source.service.EventSource;
import evpose.source.service.Replay;
import evpose.source.service.SourceSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** An event source that is followed until its end or Ctrl-C; what replay and listen share. */
final class SourceRun {
  private static final Duration STATUS = Duration.ofMillis(500);

  private final String command;
  private final CommandSpec spec;
  private final boolean json;
  private final @Nullable Path report;

  SourceRun(String command, CommandSpec spec, boolean json, @Nullable Path report) {
    this.command = command;
    this.spec = spec;
    this.json = json;
    this.report = report;
  }

  /**
   * Publishes.
   *
   * @param properties under {@code evpose}; see {@code event-source.yml}
   */
  int follow(Map<String, Object> properties) throws InterruptedException {
    Instant startedAt = Instant.now();
    long begun = System.nanoTime();
    try (Interruptible wish = new Interruptible();
        Replay replay = start(properties)) {
      EventSource source = replay.source();
      while (!wish.asked() && !source.awaitEnd(STATUS)) {
        status(source);
      }
      boolean asked = wish.asked();
      source.close(); // after this all that was counted is on the broker
      return conclude(source, asked, startedAt, (System.nanoTime() - begun) / 1e9);
    }
  }

  private static Replay start(Map<String, Object> properties) {
    try {
      return Replay.start(properties);
    } catch (RuntimeException e) {
      throw Houses.explained(e);
    }
  }

  private void status(EventSource source) {
    source
        .summary()
        .ifPresent(
            s -> {
              spec.commandLine()
                  .getErr()
                  .printf(
                      "\r%,d steps, %,d packets, %,d events  ", s.steps(), s.packets(), s.events());
              spec.commandLine().getErr().flush();
            });
  }

  private int conclude(EventSource source, boolean asked, Instant startedAt, double lasted) {
    spec.commandLine().getErr().printf("\r%-60s\r", "");
    if (source.failure().isPresent() && !asked) {
      throw new Failure("the " + command + " failed: " + source.failure().get());
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    source.summary().ifPresent(summary -> tell(summary, keys, lasted));
    if (json) {
      spec.commandLine().getOut().println(Report.toJson(keys));
    }
    if (report != null) {
      new Report(command, startedAt, lasted).with(keys).write(report);
    }
    return 0;
  }

  private void tell(SourceSummary summary, Map<String, Object> keys, double lasted) {
    keys.put("source", summary);
    keys.put("packets", summary.packets());
    keys.put("events", summary.events());
    if (!json) {
      spec.commandLine()
          .getOut()
          .printf(
              "published %s: rig %s, %,d steps from step %d, %,d packets, %,d events, %.1f s%n",
              summary.origin(),
              summary.rig(),
              summary.steps(),
              summary.firstStep(),
              summary.packets(),
              summary.events(),
              lasted);
    }
  }
}
