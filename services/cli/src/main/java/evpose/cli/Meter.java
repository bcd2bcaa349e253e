package evpose.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error: how far, how long it will take. */
final class Meter implements AutoCloseable {
  private static final int MILLIS_BETWEEN_LINES = 1000;

  private final ProgressBar bar;

  Meter(String what, long most) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(most)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_LINES)
            .build();
  }

  void at(long done) {
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
  }
}
