package evpose.simulation;

import java.util.function.LongSupplier;

/** Where a simulator's time goes, for the bench; the usual one measures nothing. */
final class PartMeter {
  static final PartMeter NONE = new PartMeter(() -> 0);

  enum Part {
    /** Poses, and the body as each camera sees it. */
    BODY,
    RASTER,
    SENSOR,
    GREY
  }

  private final LongSupplier clockNanos;
  private final long[] nanos = new long[Part.values().length];
  private long last;

  PartMeter(LongSupplier clockNanos) {
    this.clockNanos = clockNanos;
  }

  void start() {
    last = clockNanos.getAsLong();
  }

  /** What has passed since the last call belongs to this part. */
  void lap(Part part) {
    long now = clockNanos.getAsLong();
    nanos[part.ordinal()] += now - last;
    last = now;
  }

  /** A part's share of all that was measured. */
  double share(Part part) {
    long all = 0;
    for (long n : nanos) {
      all += n;
    }
    return all == 0 ? 0 : nanos[part.ordinal()] / (double) all;
  }
}
