package evpose.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Looks every few seconds at what each process takes, as Linux tells it in {@code /proc}; elsewhere
 * it sees nothing. Thread-safe.
 */
final class FootprintWatch implements AutoCloseable {
  private static final int LOOK_EVERY_SECONDS = 5;

  /** Before that a JVM reads and compiles. */
  private static final double YOUNG_SECONDS = 30;

  private static final int SAMPLES = 6;

  private final Path processes;
  private final Supplier<Map<Long, String>> running;
  private final Map<Long, Life> lives = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::watch, "chaos-footprints");

  private record Sample(double second, double memoryMb, int threads, int handles) {}

  private record Life(String process, long bornNanos, List<Sample> samples) {}

  /**
   * @param processes {@code /proc}
   * @param running process ids and names of those that run now; asked from another thread
   */
  FootprintWatch(Path processes, Supplier<Map<Long, String>> running) {
    this.processes = processes;
    this.running = running;
  }

  FootprintWatch start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void watch() {
    try {
      while (true) {
        look(System.nanoTime());
        TimeUnit.SECONDS.sleep(LOOK_EVERY_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Takes one sample of each process. */
  synchronized void look(long nowNanos) {
    running
        .get()
        .forEach(
            (pid, name) -> {
              Life life =
                  lives.computeIfAbsent(pid, p -> new Life(name, nowNanos, new ArrayList<>()));
              try {
                life.samples.add(sample(pid, (nowNanos - life.bornNanos) / 1e9));
              } catch (IOException e) {
                // it ended between the question and the look, or this is not Linux
              }
            });
  }

  private Sample sample(long pid, double second) throws IOException {
    Path process = processes.resolve(Long.toString(pid));
    double memoryMb = 0;
    int threads = 0;
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("RssAnon:")) {
        memoryMb = number(line) * 1024.0 / 1e6;
      } else if (line.startsWith("Threads:")) {
        threads = number(line);
      }
    }
    try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
      return new Sample(second, memoryMb, threads, (int) handles.count());
    }
  }

  private static int number(String line) {
    return Integer.parseInt(line.replaceAll("[^0-9]", ""));
  }

  /** Of the lives that were long enough to tell. */
  synchronized List<Footprint> footprints() {
    List<Footprint> footprints = new ArrayList<>();
    for (Life life : lives.values()) {
      List<Sample> grown = life.samples.stream().filter(s -> s.second() >= YOUNG_SECONDS).toList();
      if (grown.size() >= SAMPLES) {
        footprints.add(
            new Footprint(
                life.process,
                grown.get(grown.size() - 1).second(),
                span(grown, Sample::memoryMb),
                span(grown, Sample::threads),
                span(grown, Sample::handles)));
      }
    }
    return footprints;
  }

  private static Footprint.Span span(List<Sample> samples, ToDoubleFunction<Sample> of) {
    int third = samples.size() / 3;
    return new Footprint.Span(
        median(samples.subList(0, third), of),
        median(samples.subList(samples.size() - third, samples.size()), of));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
    double[] values = samples.stream().mapToDouble(of).toArray();
    Arrays.sort(values);
    return values[values.length / 2];
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
