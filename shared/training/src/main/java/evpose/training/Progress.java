package evpose.training;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Lines that say how far a stage is and how long it will take; at most one every ten seconds. */
public final class Progress {
  private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

  private final PrintStream out;
  private final LongSupplier nanoClock;
  private String stage = "";
  private long began;
  private long lastLine;

  public Progress(PrintStream out, LongSupplier nanoClock) {
    this.out = out;
    this.nanoClock = nanoClock;
  }

  public void begin(String stage) {
    this.stage = stage;
    began = nanoClock.getAsLong();
    lastLine = began;
  }

  /**
   * @param fraction of the stage that is done
   * @param what follows the count
   */
  public void at(long count, double fraction, String what) {
    long now = nanoClock.getAsLong();
    if (now - lastLine < NANOS_BETWEEN_LINES && fraction < 1) {
      return;
    }
    lastLine = now;
    double seconds = (now - began) * 1e-9;
    String left =
        fraction > 0
            ? String.format(
                Locale.ROOT, "%.1f min left", seconds * Math.max(0, 1 / fraction - 1) / 60)
            : "";
    int filled = (int) Math.round(20 * Math.min(1, fraction));
    say(
        "%-6s [%s%s] %3.0f %% %d %s, %s",
        stage, "#".repeat(filled), ".".repeat(20 - filled), 100 * fraction, count, what, left);
  }

  public void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
