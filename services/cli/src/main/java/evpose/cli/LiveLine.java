package evpose.cli;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * What is going on, on standard error: one line that is written over, or a line of its own now and
 * then where that is no terminal. Not thread-safe.
 */
final class LiveLine {
  private static final long BETWEEN_LINES_NANOS = Duration.ofSeconds(15).toNanos();

  private final boolean terminal = Meter.onTerminal();
  private long toldNanos = System.nanoTime() - BETWEEN_LINES_NANOS;

  /**
   * Shows a line.
   *
   * @param line empty to wipe the one that is there
   */
  void show(PrintWriter err, String line) {
    if (terminal) {
      err.printf("\r%-78s\r", line);
      err.flush();
      return;
    }
    long now = System.nanoTime();
    if (!line.isBlank() && now - toldNanos >= BETWEEN_LINES_NANOS) {
      toldNanos = now;
      err.println(line);
      err.flush();
    }
  }
}
