package evpose.metrics.service;

import java.time.Instant;
import java.time.InstantSource;

/** Wall time as the headers of records count it. */
final class WallClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private WallClock() {}

  /** Nanoseconds since 1970. */
  static long nanos(InstantSource clock) {
    Instant now = clock.instant();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }
}
