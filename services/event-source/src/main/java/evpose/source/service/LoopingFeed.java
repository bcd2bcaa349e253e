package evpose.source.service;

import evpose.events.EventBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A feed that begins anew at its end, for ever; its steps go on. One without steps ends. */
final class LoopingFeed implements EventFeed {
  private final Supplier<EventFeed> feeds;
  private final Rig rig;
  private final List<EventBuffer> moved;
  private EventFeed feed;
  private long firstStep; // of this round
  private long nextStep;

  /**
   * @param feeds opens the feed, the same at every call
   */
  LoopingFeed(Supplier<EventFeed> feeds) {
    this.feeds = feeds;
    feed = feeds.get();
    rig = feed.rig();
    moved = rig.cameras().stream().map(camera -> new EventBuffer()).toList();
  }

  @Override
  public Rig rig() {
    return rig;
  }

  @Override
  public @Nullable Step next() {
    Step step = feed.next();
    if (step == null && nextStep > firstStep) {
      feed.close();
      feed = feeds.get();
      firstStep = nextStep;
      step = feed.next();
    }
    if (step == null) {
      return null;
    }
    long shifted = firstStep + step.step();
    nextStep = shifted + 1;
    return firstStep == 0 ? step : shifted(step, shifted);
  }

  /** The same events, in the steps of this round. */
  private Step shifted(Step step, long to) {
    long later = Math.multiplyExact(firstStep, rig.stepMicros());
    for (int c = 0; c < moved.size(); c++) {
      EventBuffer from = step.events().get(c);
      EventBuffer into = moved.get(c);
      into.clear();
      for (int i = 0; i < from.size(); i++) {
        into.add(from.x(i), from.y(i), from.micros(i) + later, from.polarity(i));
      }
    }
    List<@Nullable Frame> frames = new ArrayList<>();
    step.frames().forEach(frame -> frames.add(frame == null ? null : frame.later(later)));
    return new Step(to, moved, step.jointsInWorldMm(), frames);
  }

  @Override
  public void close() {
    feed.close();
  }
}
