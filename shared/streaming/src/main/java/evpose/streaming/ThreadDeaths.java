package evpose.streaming;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Tells a thread that died once from threads that die again and again. Thread-safe. */
final class ThreadDeaths {
  private final int allowed;
  private final long withinNanos;
  private final ArrayDeque<Long> recent = new ArrayDeque<>();
  private @Nullable Throwable last;

  ThreadDeaths(int allowed, Duration within) {
    this.allowed = allowed;
    this.withinNanos = within.toNanos();
  }

  /** Whether more than the allowed number died within the time. */
  synchronized boolean isOneTooMany(Throwable cause, long nowNanos) {
    last = cause;
    recent.addLast(nowNanos);
    while (nowNanos - recent.getFirst() > withinNanos) {
      recent.removeFirst();
    }
    return recent.size() > allowed;
  }

  /** ", cause=..." of the last death, and what lay at its bottom; empty when none died. */
  synchronized String lastCause() {
    if (last == null) {
      return "";
    }
    Throwable bottom = last;
    while (bottom.getCause() != null) {
      bottom = bottom.getCause();
    }
    return ", cause=" + last + (bottom == last ? "" : ", because of " + bottom);
  }
}
