package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * How fast recordings are read, format by format: the same events, written once, then read from the
 * page cache on one core, all of them into buffers. The events are those of edges that move over
 * 1280x720: rows of neighbours in one microsecond, and noise between them.
 */
public final class FormatsBench {
  /** The sensor of the events. */
  public static final RecordedCamera CAMERA = new RecordedCamera("cam0", 1280, 720);

  private static final int ROUNDS_TO_WARM_UP = 2;
  private static final int EVENTS_AT_ONCE = 8192;

  private final LongSupplier cpuNanos;

  /**
   * @param cpuNanos processor time of the current thread
   */
  public FormatsBench(LongSupplier cpuNanos) {
    this.cpuNanos = cpuNanos;
  }

  /**
   * How fast one file is read.
   *
   * @param events in it
   * @param bytes of it
   * @param eventsPerCpuSecond median of the rounds, by the thread's processor time
   * @param eventsPerSecond median of the rounds, by the clock on the wall
   */
  public record Result(
      String format, long events, long bytes, double eventsPerCpuSecond, double eventsPerSecond) {}

  /**
   * Writes the file to be read.
   *
   * @param events how many
   */
  public static void write(Path file, RecordingFormat format, long events) throws IOException {
    write(file, format.create(file, List.of(CAMERA)), events);
  }

  /** The same with a writer that is there, which is closed. */
  public static void write(Path file, EventWriter writer, long events) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    EventBuffer some = new EventBuffer(EVENTS_AT_ONCE + 64);
    long micros = 0;
    try (writer) {
      for (long written = 0; written < events; written += some.size()) {
        some.clear();
        long left = Math.min(EVENTS_AT_ONCE, events - written);
        while (some.size() < left) {
          micros += random.nextInt(4);
          edge(random, some, micros, (int) (left - some.size()));
        }
        writer.write(0, some);
      }
    }
  }

  /** One to sixteen neighbours in a row, with holes. */
  private static void edge(SplittableRandom random, EventBuffer into, long micros, int most) {
    int x = random.nextInt(CAMERA.width() - 32);
    int y = random.nextInt(CAMERA.height());
    int polarity = random.nextInt(2);
    int length = random.nextInt(3) == 0 ? 1 + random.nextInt(16) : 1;
    for (int i = 0; i < Math.min(length, most); i++) {
      into.add(x, y, micros, polarity);
      x += 1 + (random.nextInt(4) == 0 ? 1 : 0);
    }
  }

  /** Reads a file several times. */
  public Result read(Path file, int rounds) throws IOException {
    double[] perCpuSecond = new double[rounds];
    double[] perSecond = new double[rounds];
    String format = "";
    long events = 0;
    for (int round = -ROUNDS_TO_WARM_UP; round < rounds; round++) {
      long cpu = cpuNanos.getAsLong();
      long wall = System.nanoTime();
      try (EventReader reader = Recordings.open(file)) {
        format = reader.format();
        events = readAll(reader);
      }
      if (round >= 0) {
        perCpuSecond[round] = 1e9 * events / (cpuNanos.getAsLong() - cpu);
        perSecond[round] = 1e9 * events / (System.nanoTime() - wall);
      }
    }
    return new Result(format, events, Files.size(file), median(perCpuSecond), median(perSecond));
  }

  private static long readAll(EventReader reader) throws IOException {
    List<EventBuffer> buffers = new ArrayList<>();
    reader.cameras().forEach(camera -> buffers.add(new EventBuffer()));
    long events = 0;
    while (reader.read(buffers)) {
      for (EventBuffer buffer : buffers) {
        events += buffer.size();
        buffer.clear();
      }
    }
    return events;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
