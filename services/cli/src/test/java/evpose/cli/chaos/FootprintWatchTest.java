package evpose.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintWatchTest {
  @TempDir Path processes;

  private final Map<Long, String> running = new HashMap<>(Map.of(7L, "broker"));

  @Test
  void aProcessThatGrowsIsSeenToGrow() throws IOException {
    FootprintWatch watch = new FootprintWatch(processes, () -> running);
    for (int second = 0; second <= 120; second += 5) {
      Files.createDirectories(processes.resolve("7/fd"));
      Files.createFile(processes.resolve("7/fd/" + second));
      Files.writeString(
          processes.resolve("7/status"),
          "Name:\tjava\nRssAnon:\t" + second * 1000 + " kB\nThreads:\t42\n");
      watch.look(second * 1_000_000_000L);
    }
    assertThat(watch.footprints()).hasSize(1);
    Footprint broker = watch.footprints().get(0);
    assertThat(broker.process()).isEqualTo("broker");
    assertThat(broker.seconds()).isEqualTo(120);
    assertThat(broker.threads()).isEqualTo(new Footprint.Span(42, 42));
    assertThat(broker.memoryMb().early()).isEqualTo(45 * 1.024);
    assertThat(broker.memoryMb().late()).isEqualTo(110 * 1.024);
    assertThat(broker.handles()).isEqualTo(new Footprint.Span(10, 23));
  }

  @Test
  void whatLivedForSecondsTellsNothing() throws IOException {
    FootprintWatch watch = new FootprintWatch(processes, () -> running);
    watch.look(0); // nothing in /proc
    running.clear();
    watch.look(200_000_000_000L);
    assertThat(watch.footprints()).isEmpty();
  }
}
