package evpose.cli.chaos;

import evpose.cli.chaos.Act.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is done when, as a function of a seed. All deeds are shuffled and done one after the other,
 * again and again, until the time is over; nobody is killed who is down, and two of each service
 * that matters are up again before the end.
 */
public final class ChaosPlan {
  /** The first seconds are left in peace. */
  static final double PEACE_AT_FIRST = 3;

  /** So are the last: recovery is measured. */
  static final double PEACE_AT_LAST = 12;

  static final double FREEZE_SECONDS = 10;
  private static final List<String> CAMERAS = List.of("camera-0", "camera-1", "camera-2");
  private static final List<String> TRIANGULATIONS = List.of("triangulation-0", "triangulation-1");
  private static final List<String> METRICS = List.of("metrics-0");

  /** Instances that run from the beginning. */
  static final List<String> AT_FIRST =
      List.of("camera-0", "camera-1", "triangulation-0", "triangulation-1", "metrics-0");

  /** What is in the cards. */
  public enum Deed {
    KILL_CAMERA,
    KILL_CAMERA_AGAIN,
    KILL_TRIANGULATION,
    KILL_METRICS,
    FREEZE_CAMERA,
    FREEZE_TRIANGULATION,
    ADD_CAMERA,
    REMOVE_CAMERA,
    RESTART_BROKER,
    KILL_BROKER,
    DUPLICATE,
    REORDER,
    GARBAGE,
    ADD_PARTITION
  }

  private final Random random;
  private final Set<Deed> deeds;
  private final double pauseSeconds;
  private final double end;
  private final List<Act> acts = new ArrayList<>();
  private final Map<String, Double> downUntil = new TreeMap<>(); // infinity: nobody starts it

  private ChaosPlan(long seed, ChaosSettings settings) {
    random = new Random(seed);
    deeds = settings.deeds();
    pauseSeconds = settings.pauseSeconds();
    end = settings.seconds() - PEACE_AT_LAST;
    downUntil.put("camera-2", Double.POSITIVE_INFINITY);
  }

  /** The plan, in ascending order of time. */
  public static List<Act> of(long seed, ChaosSettings settings) {
    return new ChaosPlan(seed, settings).plan();
  }

  private List<Act> plan() {
    double at = PEACE_AT_FIRST;
    List<Deed> deck = new ArrayList<>();
    while (at < end) {
      if (deck.isEmpty()) {
        deck.addAll(deeds);
        Collections.shuffle(deck, random);
      }
      at += plan(deck.remove(deck.size() - 1), at);
    }
    acts.sort(Comparator.comparingDouble(Act::atSeconds));
    return List.copyOf(acts);
  }

  /** Plans a deed; says how long to wait for the next one. */
  private double plan(Deed deed, double at) {
    double pause = pauseSeconds * (0.5 + random.nextDouble());
    int packets = 5 + random.nextInt(60);
    switch (deed) {
      case KILL_CAMERA, KILL_CAMERA_AGAIN -> kill(CAMERAS, at);
      case KILL_TRIANGULATION -> kill(TRIANGULATIONS, at);
      case KILL_METRICS -> kill(METRICS, at);
      case FREEZE_CAMERA -> freeze(CAMERAS, at);
      case FREEZE_TRIANGULATION -> freeze(TRIANGULATIONS, at);
      case ADD_CAMERA -> {
        if (downUntil.getOrDefault("camera-2", 0.0) == Double.POSITIVE_INFINITY) {
          add(at, Kind.START, "camera-2", 0);
          downUntil.put("camera-2", at);
        }
      }
      case REMOVE_CAMERA -> remove(at);
      case RESTART_BROKER -> {
        add(at, Kind.RESTART_BROKER, "", 0);
        return pause + 6;
      }
      case KILL_BROKER -> {
        add(at, Kind.KILL_BROKER, "", 0);
        return pause + 10;
      }
      case DUPLICATE -> add(at, Kind.DUPLICATE, "", packets);
      case REORDER -> add(at, Kind.REORDER, "", packets);
      case GARBAGE -> add(at, Kind.GARBAGE, "", packets);
      case ADD_PARTITION -> add(at, Kind.ADD_PARTITION, "", 1);
    }
    return pause;
  }

  private void kill(List<String> service, double at) {
    List<String> up = up(service, at);
    if (!up.isEmpty()) {
      String victim = up.get(random.nextInt(up.size()));
      double back = Math.min(end, at + 1 + 4 * random.nextDouble());
      add(at, Kind.KILL, victim, 0);
      add(back, Kind.START, victim, 0);
      downUntil.put(victim, back);
    }
  }

  private void freeze(List<String> service, double at) {
    List<String> up = up(service, at);
    if (up.size() > 1) {
      String victim = up.get(random.nextInt(up.size()));
      add(at, Kind.FREEZE, victim, 0);
      add(at + FREEZE_SECONDS, Kind.THAW, victim, 0);
      downUntil.put(victim, at + FREEZE_SECONDS);
    }
  }

  private void remove(double at) {
    List<String> up = up(CAMERAS, at);
    if (up.size() > 1) {
      String victim = up.get(random.nextInt(up.size()));
      add(at, Kind.REMOVE, victim, 0);
      if (victim.equals("camera-2")) {
        downUntil.put(victim, Double.POSITIVE_INFINITY);
      } else {
        double back = Math.min(end, at + 5);
        add(back, Kind.START, victim, 0);
        downUntil.put(victim, back);
      }
    }
  }

  private List<String> up(List<String> service, double at) {
    return service.stream().filter(s -> downUntil.getOrDefault(s, 0.0) <= at).toList();
  }

  private void add(double at, Kind kind, String target, int amount) {
    acts.add(new Act(Math.round(at * 1000) / 1000.0, kind, target, amount));
  }
}
