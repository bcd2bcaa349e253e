package evpose.simulation;

import static evpose.simulation.JointAngles.L;
import static evpose.simulation.JointAngles.R;

import java.util.List;

/**
 * The 33 movements of DHP19, done procedurally on the spot, each over and over with a person's own
 * pace, reach, rests and habits. Numbers follow the order of the five sessions there: 8, 6, 6, 6
 * and 7, so that a movement is number {@link #numberInSession} of {@link #session}.
 *
 * @see "Calabrese et al. 2019, DHP19, table of movements; also listed with session and number in
 *     public code that reads the data set"
 */
public final class Movements {
  /** How many there are. */
  public static final int COUNT = 33;

  private static final List<Entry> ALL =
      List.of(
          rested("left arm abduction", 1, 1, 1.9, (a, f, s) -> ArmMovements.abduction(a, L, f, s)),
          rested("right arm abduction", 1, 2, 1.9, (a, f, s) -> ArmMovements.abduction(a, R, f, s)),
          rested("left leg abduction", 1, 3, 1.6, (a, f, s) -> LegMovements.abduction(a, L, f, s)),
          rested("right leg abduction", 1, 4, 1.6, (a, f, s) -> LegMovements.abduction(a, R, f, s)),
          rested("left bicep curl", 1, 5, 1.5, (a, f, s) -> ArmMovements.curl(a, L, f, s)),
          rested("right bicep curl", 1, 6, 1.5, (a, f, s) -> ArmMovements.curl(a, R, f, s)),
          rested("left leg knee lift", 1, 7, 1.4, (a, f, s) -> LegMovements.kneeLift(a, L, f, s)),
          rested("right leg knee lift", 1, 8, 1.4, (a, f, s) -> LegMovements.kneeLift(a, R, f, s)),
          treadmill("walking", 2, 1, 1.15, LegMovements::walk),
          rested("single jump up", 2, 2, 1.65, (a, f, s) -> LegMovements.jump(a, f, s, false)),
          rested("single jump forward", 2, 3, 2, (a, f, s) -> LegMovements.jump(a, f, s, true)),
          rhythmic("multiple jumps up", 2, 4, LegMovements.JUMPS_SECONDS, LegMovements::jumps),
          rhythmic(
              "hop on right foot",
              2,
              5,
              LegMovements.HOP_SECONDS,
              (a, f, s) -> LegMovements.hop(a, R, f, s)),
          rhythmic(
              "hop on left foot",
              2,
              6,
              LegMovements.HOP_SECONDS,
              (a, f, s) -> LegMovements.hop(a, L, f, s)),
          rested("punch forward left", 3, 1, 0.9, (a, f, s) -> ArmMovements.punch(a, L, f, s, 80)),
          rested("punch forward right", 3, 2, 0.9, (a, f, s) -> ArmMovements.punch(a, R, f, s, 80)),
          rested("punch up left", 3, 3, 0.9, (a, f, s) -> ArmMovements.punch(a, L, f, s, 125)),
          rested("punch up right", 3, 4, 0.9, (a, f, s) -> ArmMovements.punch(a, R, f, s, 125)),
          rested("punch down left", 3, 5, 0.9, (a, f, s) -> ArmMovements.punch(a, L, f, s, 42)),
          rested("punch down right", 3, 6, 0.9, (a, f, s) -> ArmMovements.punch(a, R, f, s, 42)),
          treadmill("slow jogging", 4, 1, 0.75, LegMovements::jog),
          rhythmic("star jumps", 4, 2, LegMovements.STAR_SECONDS, LegMovements::star),
          rested("kick forward left", 4, 3, 1.35, (a, f, s) -> LegMovements.kick(a, L, f, s)),
          rested("kick forward right", 4, 4, 1.35, (a, f, s) -> LegMovements.kick(a, R, f, s)),
          rested("side kick left", 4, 5, 1.3, (a, f, s) -> LegMovements.sideKick(a, L, f, s)),
          rested("side kick right", 4, 6, 1.3, (a, f, s) -> LegMovements.sideKick(a, R, f, s)),
          rhythmic("wave hello left", 5, 1, 0.65, (a, f, s) -> ArmMovements.wave(a, L, f, s)),
          rhythmic("wave hello right", 5, 2, 0.65, (a, f, s) -> ArmMovements.wave(a, R, f, s)),
          rhythmic("circle left hand", 5, 3, 0.95, (a, f, s) -> ArmMovements.circle(a, L, f, s)),
          rhythmic("circle right hand", 5, 4, 0.95, (a, f, s) -> ArmMovements.circle(a, R, f, s)),
          rhythmic("figure eight left", 5, 5, 1.3, (a, f, s) -> ArmMovements.eight(a, L, f, s)),
          rhythmic("figure eight right", 5, 6, 1.3, (a, f, s) -> ArmMovements.eight(a, R, f, s)),
          rhythmic("clap", 5, 7, 0.6, ArmMovements::clap));

  /** One movement: {@code f} counts periods since the beginning of time. */
  interface Script {
    void move(JointAngles a, double f, Style s);
  }

  /** Whose choice the pace is. */
  enum Manner {
    /** Repetition by repetition, with a moment's rest in between. */
    RESTED,
    /** Without a stop. */
    RHYTHMIC,
    /** Without a stop, at the speed of a belt. */
    TREADMILL
  }

  private record Entry(
      String name, int session, int number, double periodSeconds, Manner manner, Script script) {}

  private Movements() {}

  /**
   * One movement as one person does it.
   *
   * @param movement 0 to 32
   * @param seed of the person's temperament and habits; pace, reach and rests also differ from
   *     movement to movement
   */
  public static Motion of(int movement, long seed) {
    Entry entry = entry(movement);
    Style style = new Style(seed, movement);
    Tempo tempo = style.tempo(entry.periodSeconds, entry.manner);
    return new ProceduralMotion(entry.name, entry.script, style, tempo);
  }

  /** A person who only stands, swaying a little. */
  public static Motion standing(long seed) {
    Style style = new Style(seed, COUNT);
    return new ProceduralMotion(
        "standing", (a, f, s) -> {}, style, style.tempo(2, Manner.RHYTHMIC));
  }

  /**
   * None of the 33: a person who walks and stops, lifts legs, crouches, turns, and moves the arms
   * as they please, to train on.
   */
  public static Motion improvised(long seed) {
    return new ImprovisedMotion(seed);
  }

  /** The movement's name, {@code "left arm abduction"}. */
  public static String nameOf(int movement) {
    return entry(movement).name;
  }

  /** The session of DHP19 the movement belongs to, 1 to 5. */
  public static int session(int movement) {
    return entry(movement).session;
  }

  /** The movement's number inside its session, from 1: DHP19's files are S1_session_number. */
  public static int numberInSession(int movement) {
    return entry(movement).number;
  }

  private static Entry rested(
      String name, int session, int number, double periodSeconds, Script script) {
    return new Entry(name, session, number, periodSeconds, Manner.RESTED, script);
  }

  private static Entry treadmill(
      String name, int session, int number, double periodSeconds, Script script) {
    return new Entry(name, session, number, periodSeconds, Manner.TREADMILL, script);
  }

  private static Entry rhythmic(
      String name, int session, int number, double periodSeconds, Script script) {
    return new Entry(name, session, number, periodSeconds, Manner.RHYTHMIC, script);
  }

  private static Entry entry(int movement) {
    if (movement < 0 || movement >= COUNT) {
      throw new IllegalArgumentException("movements are numbered 0 to 32: movement=" + movement);
    }
    return ALL.get(movement);
  }
}
