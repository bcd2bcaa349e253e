package evpose.camera.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cameras of a rig abreast while a backlog is worked off: says which partitions of {@code
 * events} are to give nothing for now.
 *
 * <pre>
 *   data time ---->
 *   cam0  answered |==== handed over ====|
 *   cam1     answered |== handed over ==|            nothing more for cam1 until cam2 is nearer
 *   cam2  answered |==|
 *                  |<------ bound ----->|
 * </pre>
 *
 * A partition is held when a camera of it was given more than the bound ahead of what a camera of
 * the same rig has answered, and that one is waited for. Not waited for is a camera
 *
 * <ul>
 *   <li>whose log holds nothing more, or whose next packet was published just now;
 *   <li>that answered nothing for {@link #PATIENCE};
 *   <li>that lies {@link #REACH_MICROS} behind or more: its data time began anew, or nobody can use
 *       its poses any more.
 * </ul>
 *
 * Cameras that are up to date are never held. Nor is a partition that has used up what it was given
 * while somebody waits for a camera of it that waits for nobody: so somebody always goes on, also
 * when partitions are shared. What is held decides when poses are said, never what they say.
 *
 * <p>Pure: clocks come as arguments. Thread-safe: stream threads and one that looks after other
 * instances share it.
 */
final class Abreast {
  /** Farther apart is not the same line of data time, or too late for 3D anyway. */
  static final long REACH_MICROS = 60_000_000;

  /** Longer than it takes to replace a dead instance and to rebuild its cameras. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A packet that was published longer ago is a backlog; milliseconds of a wall clock. */
  static final long BEHIND_MILLIS = 2_000;

  /**
   * So long a new backlog is worked off no farther than the bound before others were looked for.
   */
  static final Duration FIRST_LOOK = Duration.ofSeconds(3);

  /** Nonsense names must not make this grow for ever. */
  private static final int MAX_CAMERAS = 10_000;

  /** What was seen of another instance's cameras counts so long. */
  static final Duration LOOK_HOLDS = Duration.ofSeconds(5);

  private final long boundMicros;
  private final Map<Integer, Share> shares = new HashMap<>(); // by partition
  private final Map<String, Map<String, Camera>> rigs = new HashMap<>();
  private int cameras;
  private boolean looked;
  private long lookNanos;

  /** Where a camera is in data time, microseconds. */
  record Place(String rig, String camera, long micros) {}

  /**
   * Packets of one camera that were given to its task, from the first's begin to the last's end.
   */
  record Handed(String rig, String camera, long beginMicros, long endMicros) {
    Handed andThen(Handed next) {
      return new Handed(rig, camera, beginMicros, next.endMicros);
    }
  }

  /**
   * What a poll gave of one partition.
   *
   * @param lastOffset of the newest record
   * @param more whether the log holds more behind it
   * @param ageMillis since the newest record was published
   * @param handed for each camera among the records; may be left out of a partition that is up to
   *     date
   */
  record Polled(long lastOffset, boolean more, long ageMillis, List<Handed> handed) {}

  /**
   * What comes next in a partition that another instance answers.
   *
   * @param more whether anything does
   * @param ageMillis since the next record was published
   * @param next for each camera among the next records the beginning of its next packet
   */
  record Next(boolean more, long ageMillis, List<Place> next) {}

  /**
   * @param boundMicros of data time that a camera may be ahead; 0 holds nothing, ever
   */
  Abreast(long boundMicros) {
    this.boundMicros = boundMicros;
  }

  boolean isOn() {
    return boundMicros > 0;
  }

  /**
   * A task of this process begins: what was handed over before is forgotten.
   *
   * @return tells how the task goes on; the newest of a partition counts
   */
  synchronized Answers begin(int partition) {
    Share share = share(partition);
    Answers answers = new Answers(share);
    share.task = answers;
    share.polledOffset = -1;
    share.passedOffset = -1;
    share.dropHanded();
    return answers;
  }

  /** How far a task is. */
  final class Answers {
    private final Share share;

    Answers(Share share) {
      this.share = share;
    }

    /**
     * A camera has answered up to here.
     *
     * @param micros before this all its steps are closed; negative when nothing is known
     * @param nowNanos as of {@link System#nanoTime}
     */
    void at(String rig, String camera, long micros, long nowNanos) {
      synchronized (Abreast.this) {
        Camera self = share.task == this && isOn() ? camera(rig, camera, share) : null;
        if (self != null && micros >= 0) {
          self.moveTo(micros, nowNanos);
        }
      }
    }

    /** The record at this offset is done with, whatever it was. */
    void passed(long offset) {
      synchronized (Abreast.this) {
        if (share.task == this) {
          share.passedOffset = offset;
        }
      }
    }

    /** The task ends here, another instance or thread may have it. */
    void end() {
      synchronized (Abreast.this) {
        if (share.task == this) {
          share.task = null;
          share.dropHanded();
        }
      }
    }
  }

  /** Notes what a poll gave to a task of this process. */
  synchronized void polled(int partition, Polled polled, long nowNanos) {
    Share share = share(partition);
    share.begins(share.buffers() || share.more, nowNanos);
    boolean before = share.isBehind(nowNanos);
    share.polledOffset = polled.lastOffset;
    share.more = polled.more;
    share.ageMillis = polled.ageMillis;
    if (!before) {
      share.behindNanos = nowNanos;
      share.cameras.forEach(camera -> camera.behindMicros = -1);
    }
    for (Handed handed : polled.handed) {
      Camera camera = camera(handed.rig, handed.camera, share);
      if (camera != null) {
        camera.take(handed, polled.lastOffset, nowNanos);
      }
    }
  }

  /** Notes what was seen of a partition that others answer; own tasks know better once they do. */
  synchronized void looked(int partition, Next seen, long nowNanos) {
    Share share = share(partition);
    if (share.answersHere()) {
      return;
    }
    if (seen.more) {
      share.begins(share.hasMore(nowNanos), nowNanos);
    }
    share.more = seen.more;
    share.ageMillis = seen.ageMillis;
    share.lookedNanos = nowNanos;
    for (Place place : seen.next) {
      Camera camera = camera(place.rig, place.camera, share);
      if (camera != null) {
        camera.moveTo(place.micros, nowNanos);
      }
    }
  }

  /**
   * A look at other instances is over, whatever it saw.
   *
   * @param begunNanos when it began
   */
  synchronized void lookEnded(long begunNanos) {
    looked = true;
    lookNanos = begunNanos;
  }

  /** Partitions that tasks of this process work off a backlog of; empty when all is up to date. */
  synchronized Set<Integer> behind(long nowNanos) {
    Set<Integer> behind = Set.of();
    for (Share share : shares.values()) {
      if (share.task != null && share.isBehind(nowNanos)) {
        behind = behind.isEmpty() ? new HashSet<>() : behind;
        behind.add(share.partition);
      }
    }
    return behind;
  }

  /** Whether a task of this process has answered records of a partition, so that it knows best. */
  synchronized boolean answersHere(int partition) {
    Share share = shares.get(partition);
    return share != null && share.answersHere();
  }

  /** Partitions of this process's tasks that are to give nothing now. */
  synchronized Set<Integer> held(long nowNanos) {
    if (!isOn()) {
      return Set.of();
    }
    Set<Integer> behind = behind(nowNanos);
    if (!behind.isEmpty()) {
      behind.removeIf(partition -> !isHeld(share(partition), nowNanos));
    }
    return behind;
  }

  private boolean isHeld(Share share, long nowNanos) {
    boolean knowsOthers =
        (looked && lookNanos - share.behindNanos >= 0)
            || nowNanos - share.behindNanos > FIRST_LOOK.toNanos();
    if (!knowsOthers) {
      return share.cameras.stream().anyMatch(c -> c.hasGone(boundMicros));
    }
    boolean ahead = false;
    boolean holdsSlowest = false;
    for (Camera self : share.cameras) {
      boolean waits = false;
      boolean waitedFor = false;
      for (Camera other : rigs.getOrDefault(self.rig, Map.of()).values()) {
        if (other.share != share) {
          waits |= isAhead(self, other) && other.share.isBehind(nowNanos) && other.lives(nowNanos);
          waitedFor |= isAhead(other, self) && self.lives(nowNanos);
        }
      }
      ahead |= waits;
      holdsSlowest |= waitedFor && !waits;
    }
    return ahead && (share.buffers() || !holdsSlowest);
  }

  /** Whether one was given too much more than another has answered. */
  private boolean isAhead(Camera one, Camera than) {
    long apart = one.givenMicros() - than.answeredMicros;
    return one.isKnown() && than.isKnown() && apart > boundMicros && apart < REACH_MICROS;
  }

  private Share share(int partition) {
    return shares.computeIfAbsent(partition, Share::new);
  }

  /** Null when there are too many. */
  private @Nullable Camera camera(String rig, String id, Share share) {
    Camera camera = rigs.getOrDefault(rig, Map.of()).get(id);
    if (camera == null) {
      if (cameras >= MAX_CAMERAS) {
        return null;
      }
      cameras++;
      camera = new Camera(rig, share);
      rigs.computeIfAbsent(rig, r -> new HashMap<>()).put(id, camera);
      share.cameras.add(camera);
    } else if (camera.share != share) { // registered elsewhere
      camera.share.cameras.remove(camera);
      camera.share = share;
      share.cameras.add(camera);
    }
    return camera;
  }

  /** One partition. */
  private static final class Share {
    final int partition;
    final List<Camera> cameras = new ArrayList<>();
    @Nullable Answers task; // of this process
    long polledOffset = -1;
    long passedOffset = -1;
    boolean more;
    long ageMillis;
    long behindNanos; // when this backlog was met
    long lookedNanos;

    Share(int partition) {
      this.partition = partition;
    }

    /** Whether its task has records in hand that it has not answered. */
    boolean buffers() {
      return task != null && polledOffset > passedOffset;
    }

    /** What a task had in hand that is no more. */
    void dropHanded() {
      more = false;
      cameras.forEach(camera -> camera.handedOffset = -1);
    }

    boolean answersHere() {
      return task != null && passedOffset >= 0;
    }

    boolean hasMore(long nowNanos) {
      boolean fresh =
          polledHere() || nowNanos - lookedNanos <= LOOK_HOLDS.toNanos(); // own news do not age
      return buffers() || (more && fresh);
    }

    private boolean polledHere() {
      return task != null && polledOffset >= 0;
    }

    boolean isBehind(long nowNanos) {
      return ageMillis > BEHIND_MILLIS && hasMore(nowNanos);
    }

    /** There is something to do; patience with its cameras begins when there was not before. */
    void begins(boolean before, long nowNanos) {
      if (!before) {
        cameras.forEach(camera -> camera.movedNanos = nowNanos);
      }
    }
  }

  /** One camera. */
  private static final class Camera {
    final String rig;
    Share share;
    long answeredMicros = -1; // unknown
    long handedMicros; // counts until the task is past handedOffset
    long handedOffset = -1;
    long behindMicros = -1; // where it was when this backlog was met
    long movedNanos;

    Camera(String rig, Share share) {
      this.rig = rig;
      this.share = share;
    }

    void moveTo(long micros, long nowNanos) {
      if (micros != answeredMicros) {
        answeredMicros = micros;
        movedNanos = nowNanos;
      }
    }

    void take(Handed handed, long lastOffset, long nowNanos) {
      handedMicros = handed.endMicros;
      handedOffset = lastOffset;
      if (behindMicros < 0) {
        behindMicros = handed.beginMicros;
      }
      if (!isKnown()) {
        moveTo(handed.beginMicros, nowNanos);
      }
    }

    boolean isKnown() {
      return answeredMicros >= 0;
    }

    boolean hasGone(long micros) {
      return behindMicros >= 0 && givenMicros() - behindMicros > micros;
    }

    long givenMicros() {
      return handedOffset > share.passedOffset ? handedMicros : answeredMicros;
    }

    boolean lives(long nowNanos) {
      return nowNanos - movedNanos <= PATIENCE.toNanos();
    }
  }
}
