package evpose.cli;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far, how long it will take: a bar on standard error, or a line now and then where that is no
 * terminal.
 */
final class Meter implements AutoCloseable {
  /** Set by the launcher, which knows. */
  private static final String TERMINAL = "evpose.terminal";

  private static final int MILLIS_BETWEEN_LOOKS = 1000;
  private static final int MILLIS_BETWEEN_LINES = 15_000;

  private static final int LINE_LENGTH = 80;

  private final ProgressBar bar;

  Meter(String what, long most) {
    boolean terminal = onTerminal();
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(most)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? MILLIS_BETWEEN_LOOKS : MILLIS_BETWEEN_LINES);
    if (!terminal) {
      builder.setConsumer(new DelegatingProgressBarConsumer(System.err::println, LINE_LENGTH));
    }
    bar = builder.build();
  }

  /** Whether standard error is a terminal. */
  static boolean onTerminal() {
    return !System.getProperty(TERMINAL, "true").equals("false");
  }

  void at(long done) {
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
  }
}
