package evpose.cli;

import evpose.cli.audit.Watched;
import org.jspecify.annotations.Nullable;

/** One bar after the other on standard error, one for each stage of an audit. */
final class Stages implements Watched, AutoCloseable {
  private static final long TOLD_EVERY = 256;

  private String stage = "";
  private @Nullable Meter meter;

  @Override
  public void at(String stage, long done, long all) {
    if (!stage.equals(this.stage)) {
      close();
      this.stage = stage;
      meter = new Meter(stage, all);
    }
    if (meter != null && (done % TOLD_EVERY == 0 || done == all)) {
      meter.at(done);
    }
  }

  @Override
  public void close() {
    if (meter != null) {
      meter.close();
      meter = null;
    }
  }
}
