package evpose.source.service;

import evpose.events.EventBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Live events on the rig's grid: decides when a step is over. Pure: its clock is an argument.
 *
 * <p>A step is over for all cameras when each has shown an event behind it; when one is {@link
 * #GRACE_MICROS} ahead, for the others then see nothing; and when all have been silent for {@link
 * #QUIET_MICROS}, at the pace of the clock on the wall. Time in which nobody is connected is no
 * silence: whoever comes back may still have to tell what was seen meanwhile. Events that come
 * later than their step are left out and counted. Not thread-safe.
 */
final class LiveSteps {
  /** How far cameras may be apart. */
  static final long GRACE_MICROS = 50_000;

  /** How long a still scene is waited for. */
  static final long QUIET_MICROS = 100_000;

  private final long stepMicros;
  private final List<EventBuffer> pending = new ArrayList<>();
  private final List<EventBuffer> current = new ArrayList<>();
  private final List<EventBuffer> spare = new ArrayList<>();
  private final long[] newestMicros; // rig time
  private final long[] offsetsMicros;
  private long originMicros = Long.MIN_VALUE;
  private long quietSinceMicros; // by the clock on the wall
  private long step;
  private long lateEvents;

  /**
   * @param offsetsMicros added to the times of each camera
   */
  LiveSteps(long stepMicros, long[] offsetsMicros) {
    this.stepMicros = stepMicros;
    this.offsetsMicros = offsetsMicros.clone();
    newestMicros = new long[offsetsMicros.length];
    for (int c = 0; c < offsetsMicros.length; c++) {
      pending.add(new EventBuffer());
      current.add(new EventBuffer());
      spare.add(new EventBuffer());
      newestMicros[c] = Long.MIN_VALUE;
    }
  }

  /**
   * Takes what came of a camera.
   *
   * @param nowMicros by the clock on the wall
   */
  void add(int camera, EventBuffer events, long nowMicros) {
    quietSinceMicros = nowMicros;
    for (int i = 0; i < events.size(); i++) {
      long micros = events.micros(i) + offsetsMicros[camera];
      if (originMicros == Long.MIN_VALUE) {
        originMicros = Math.floorDiv(micros, stepMicros) * stepMicros;
      }
      long inRig = micros - originMicros;
      newestMicros[camera] = Math.max(newestMicros[camera], inRig);
      if (inRig < step * stepMicros) {
        lateEvents++;
      } else {
        pending.get(camera).add(events.x(i), events.y(i), inRig, events.polarity(i));
      }
    }
  }

  /**
   * Nobody is there who could tell us.
   *
   * @param nowMicros by the clock on the wall
   */
  void nobodyThere(long nowMicros) {
    quietSinceMicros = nowMicros;
  }

  /**
   * Whether the next step is over.
   *
   * @param nowMicros by the clock on the wall
   */
  boolean isOver(long nowMicros) {
    if (originMicros == Long.MIN_VALUE) {
      return false;
    }
    long end = (step + 1) * stepMicros;
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long newest : newestMicros) {
      least = Math.min(least, newest);
      most = Math.max(most, newest);
    }
    long silent = nowMicros - quietSinceMicros - QUIET_MICROS;
    return least >= end || most >= end + GRACE_MICROS || (silent > 0 && most + silent >= end);
  }

  /** Closes the next step; its events are lent until the next call. */
  EventFeed.Step close() {
    long end = (step + 1) * stepMicros;
    for (int c = 0; c < pending.size(); c++) {
      EventBuffer all = pending.get(c);
      EventBuffer now = current.get(c);
      EventBuffer later = spare.get(c);
      now.clear();
      later.clear();
      for (int i = 0; i < all.size(); i++) {
        EventBuffer to = all.micros(i) < end ? now : later;
        to.add(all.x(i), all.y(i), all.micros(i), all.polarity(i));
      }
      now.sortByTime();
      pending.set(c, later);
      spare.set(c, all);
    }
    return new EventFeed.Step(step++, current, null);
  }

  /** Events that came too late for their step. */
  long lateEvents() {
    return lateEvents;
  }
}
