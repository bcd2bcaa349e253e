package evpose.metrics.service.live;

import evpose.camera.CameraRig;
import evpose.evaluation.energy.EnergyTable;
import evpose.events.EventPacket;
import evpose.messages.DeadLetterMessage;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is measured. Takes messages in any order and from any thread; answers at any
 * time. Reads no clock: {@code nowNanos} is wall time, nanoseconds since 1970.
 *
 * <p>Names come from outside, so their number is bounded: what exceeds {@link #MAX_RIGS} rigs or
 * {@link RigMessage#MAX_CAMERAS} cameras of one is counted in {@link #ignored()} and left out.
 */
public final class LiveMetrics {
  /** Most rigs that are followed. */
  public static final int MAX_RIGS = 64;

  private static final long QUIET_NANOS = 2_000_000_000L;
  private static final int MAX_REASONS = 64;
  private static final int REMEMBERED_DEAD_LETTERS = 10_000;
  private static final String OTHER_REASON = "other";

  private final LiveSettings settings;
  private final LatencyListener listener;
  private final Map<String, RigState> rigs = new LinkedHashMap<>();
  private final Map<String, Long> deadLettered = new TreeMap<>();
  private final Set<String> places = new LinkedHashSet<>(); // of the newest dead letters
  private long deadLetters;
  private long ignored;

  public LiveMetrics(LiveSettings settings, LatencyListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  public synchronized void packet(EventPacket packet, long nowNanos) {
    with(packet.rig(), packet.camera(), (r, c) -> r.packet(c, packet, nowNanos));
  }

  /**
   * A record of topic events that is no packet.
   *
   * @param keyText its key; {@code rig/camera} of a known camera tells whose it is
   */
  public synchronized void undecodablePacket(String keyText) {
    CameraState camera = known(keyText);
    if (camera != null) {
      camera.packets().undecodable();
    }
  }

  public synchronized void pose2d(Pose2dMessage pose, RecordTimes times, long nowNanos) {
    with(pose.rig(), pose.camera(), (r, c) -> r.pose2d(c, pose, times, nowNanos));
  }

  public synchronized void pose3d(Pose3dMessage pose, RecordTimes times, long nowNanos) {
    RigState rig = rig(pose.rig());
    if (rig != null) {
      rig.pose3d(pose, times, nowNanos);
    }
  }

  public synchronized void truth(TruthMessage truth) {
    RigState rig = rig(truth.rig());
    if (rig != null) {
      rig.truth(truth);
    }
  }

  public synchronized void rig(RigMessage message) {
    RigState rig = rig(message.rig());
    if (rig != null) {
      rig.describe(message);
    }
  }

  /**
   * @param calibration cameras as they stand now; 2D errors from here on use it
   */
  public synchronized void calibration(CameraRig calibration) {
    RigState rig = rig(calibration.id());
    if (rig != null) {
      rig.calibrate(calibration);
    }
  }

  /** A camera was found to have been turned since it was calibrated. */
  public synchronized void moved(String rig, String camera, double degrees) {
    RigState state = rigs.get(rig);
    CameraState eye = state == null ? null : state.knownCamera(camera);
    if (eye != null) {
      eye.moved(degrees);
    }
  }

  /** A record that some service set aside; one that is told of twice counts once. */
  public synchronized void deadLetter(DeadLetterMessage letter) {
    if (!places.add(letter.topic() + "-" + letter.partition() + "@" + letter.offset())) {
      return;
    }
    if (places.size() > REMEMBERED_DEAD_LETTERS) {
      places.remove(places.iterator().next());
    }
    boolean room = deadLettered.size() < MAX_REASONS || deadLettered.containsKey(letter.reason());
    deadLettered.merge(room ? letter.reason() : OTHER_REASON, 1L, Long::sum);
    deadLetters++;
    CameraState camera = letter.topic().equals(Topics.EVENTS) ? known(letter.keyText()) : null;
    if (camera != null) {
      camera.packets().setAside();
    }
  }

  /** The rigs that anything is known of, the first first. */
  public synchronized List<String> rigs() {
    return List.copyOf(rigs.keySet());
  }

  /**
   * The rig to look at for who named none; null when no packet ever came.
   *
   * @param shown stays while packets of it come; null for the one that a packet came from last
   */
  public synchronized @Nullable String liveRig(@Nullable String shown) {
    String live = null;
    long newest = Long.MIN_VALUE;
    for (Map.Entry<String, RigState> rig : rigs.entrySet()) {
      if (rig.getValue().lastPacketNanos() > newest) {
        newest = rig.getValue().lastPacketNanos();
        live = rig.getKey();
      }
    }
    RigState before = shown == null ? null : rigs.get(shown);
    return before != null && before.lastPacketNanos() > newest - QUIET_NANOS ? shown : live;
  }

  /** How a rig is doing now; null for a rig that nothing is known of. */
  public synchronized @Nullable RigNumbers numbers(String rig, long nowNanos) {
    RigState state = rigs.get(rig);
    return state == null ? null : state.numbers(nowNanos, deadLetters);
  }

  /** What a page draws once; null for a rig that nothing is known of. */
  public synchronized @Nullable RigScene scene(String rig) {
    RigState state = rigs.get(rig);
    return state == null ? null : state.scene();
  }

  /**
   * What a page draws many times a second; null for a rig that nothing is known of.
   *
   * @param mostEvents of each camera
   */
  public synchronized @Nullable RigFrame frame(String rig, int mostEvents) {
    RigState state = rigs.get(rig);
    return state == null ? null : state.frame(mostEvents);
  }

  /**
   * Another one, for looking at the past of a rig: it knows the rig as it is described and
   * calibrated now, and nothing that came.
   */
  public synchronized LiveMetrics pastOf(String rig) {
    LiveMetrics past = new LiveMetrics(settings, (r, stage, nanos) -> {});
    RigState state = rigs.get(rig);
    RigMessage description = state == null ? null : state.description();
    CameraRig calibration = state == null ? null : state.calibration();
    if (description != null) {
      past.rig(description);
    }
    if (calibration != null) {
      past.calibration(calibration);
    }
    return past;
  }

  /** What was said of a rig last; null when nothing was. */
  public synchronized @Nullable RigMessage description(String rig) {
    RigState state = rigs.get(rig);
    return state == null ? null : state.description();
  }

  /** The run of the rig that has posed most, in numbers. */
  public synchronized RunReport report(long nowNanos) {
    RunReport best = report("", nowNanos);
    for (String rig : rigs.keySet()) {
      RunReport report = report(rig, nowNanos);
      if (best.rig().isEmpty() || report.poses2d().count() > best.poses2d().count()) {
        best = report;
      }
    }
    return best;
  }

  /** The run of one rig in numbers; all zero for a rig that nothing is known of. */
  public synchronized RunReport report(String rig, long nowNanos) {
    RigState state = rigs.get(rig);
    if (state == null) {
      state = new RigState(rig, settings, listener);
    }
    return state.report(nowNanos, new TreeMap<>(deadLettered));
  }

  /** Records set aside, by reason. */
  public synchronized Map<String, Long> deadLettered() {
    return new TreeMap<>(deadLettered);
  }

  /** Messages left out because there are too many rigs or cameras. */
  public synchronized long ignored() {
    return ignored;
  }

  /** The assumption behind every watt. */
  public EnergyTable energy() {
    return settings.energy();
  }

  private void with(String rig, String camera, BiConsumer<RigState, CameraState> action) {
    RigState state = rig(rig);
    CameraState eye = state == null ? null : state.camera(camera);
    if (state != null && eye != null) {
      action.accept(state, eye);
    } else if (state != null) {
      ignored++;
    }
  }

  private @Nullable RigState rig(String name) {
    RigState rig = rigs.get(name);
    if (rig == null && rigs.size() < MAX_RIGS) {
      rig = new RigState(name, settings, listener);
      rigs.put(name, rig);
    } else if (rig == null) {
      ignored++;
    }
    return rig;
  }

  /** The camera that a record's key names, if it is known. */
  private @Nullable CameraState known(String keyText) {
    int slash = keyText.indexOf('/');
    RigState rig = slash < 0 ? null : rigs.get(keyText.substring(0, slash));
    return rig == null ? null : rig.knownCamera(keyText.substring(slash + 1));
  }
}
