package evpose.source.service;

import org.jspecify.annotations.Nullable;

/** The first steps of another feed. */
final class LimitedFeed implements EventFeed {
  private final EventFeed feed;
  private long left;

  LimitedFeed(EventFeed feed, long steps) {
    this.feed = feed;
    this.left = steps;
  }

  @Override
  public Rig rig() {
    return feed.rig();
  }

  @Override
  public @Nullable Step next() {
    if (left == 0) {
      return null;
    }
    left--;
    return feed.next();
  }

  @Override
  public void cancel() {
    feed.cancel();
  }

  @Override
  public void close() {
    feed.close();
  }
}
