package evpose.simulation;

import static evpose.simulation.JointAngles.L;
import static evpose.simulation.JointAngles.R;

import java.util.List;

/**
 * The 33 movements of DHP19, done procedurally on the spot, each over and over with a person's own
 * pace, reach and habits. Numbers follow the order of the five sessions there: 8, 6, 6, 6 and 7.
 *
 * @see "Calabrese et al. 2019, DHP19, Table 1"
 */
public final class Movements {
  /** How many there are. */
  public static final int COUNT = 33;

  private static final List<Entry> ALL =
      List.of(
          new Entry("left arm abduction", 1, 2.2, (a, f, s) -> ArmMovements.abduction(a, L, f, s)),
          new Entry("right arm abduction", 1, 2.2, (a, f, s) -> ArmMovements.abduction(a, R, f, s)),
          new Entry("left leg abduction", 1, 2, (a, f, s) -> LegMovements.abduction(a, L, f, s)),
          new Entry("right leg abduction", 1, 2, (a, f, s) -> LegMovements.abduction(a, R, f, s)),
          new Entry("left bicep curl", 1, 1.8, (a, f, s) -> ArmMovements.curl(a, L, f, s)),
          new Entry("right bicep curl", 1, 1.8, (a, f, s) -> ArmMovements.curl(a, R, f, s)),
          new Entry("left leg knee lift", 1, 1.7, (a, f, s) -> LegMovements.kneeLift(a, L, f, s)),
          new Entry("right leg knee lift", 1, 1.7, (a, f, s) -> LegMovements.kneeLift(a, R, f, s)),
          new Entry("walking", 2, 1.15, (a, f, s) -> LegMovements.gait(a, f, s, false)),
          new Entry("single jump up", 2, 1.8, (a, f, s) -> LegMovements.jump(a, f, s, false)),
          new Entry("single jump forward", 2, 2.2, (a, f, s) -> LegMovements.jump(a, f, s, true)),
          new Entry("multiple jumps up", 2, 0.75, LegMovements::jumps),
          new Entry("hop on right foot", 2, 0.6, (a, f, s) -> LegMovements.hop(a, R, f, s)),
          new Entry("hop on left foot", 2, 0.6, (a, f, s) -> LegMovements.hop(a, L, f, s)),
          new Entry("punch forward left", 3, 1.1, (a, f, s) -> ArmMovements.punch(a, L, f, s, 80)),
          new Entry("punch forward right", 3, 1.1, (a, f, s) -> ArmMovements.punch(a, R, f, s, 80)),
          new Entry("punch up left", 3, 1.1, (a, f, s) -> ArmMovements.punch(a, L, f, s, 125)),
          new Entry("punch up right", 3, 1.1, (a, f, s) -> ArmMovements.punch(a, R, f, s, 125)),
          new Entry("punch down left", 3, 1.1, (a, f, s) -> ArmMovements.punch(a, L, f, s, 42)),
          new Entry("punch down right", 3, 1.1, (a, f, s) -> ArmMovements.punch(a, R, f, s, 42)),
          new Entry("slow jogging", 4, 0.75, (a, f, s) -> LegMovements.gait(a, f, s, true)),
          new Entry("star jumps", 4, 0.95, LegMovements::star),
          new Entry("kick forward left", 4, 1.4, (a, f, s) -> LegMovements.kick(a, L, f, s)),
          new Entry("kick forward right", 4, 1.4, (a, f, s) -> LegMovements.kick(a, R, f, s)),
          new Entry("side kick left", 4, 1.5, (a, f, s) -> LegMovements.sideKick(a, L, f, s)),
          new Entry("side kick right", 4, 1.5, (a, f, s) -> LegMovements.sideKick(a, R, f, s)),
          new Entry("wave hello left", 5, 0.8, (a, f, s) -> ArmMovements.wave(a, L, f, s)),
          new Entry("wave hello right", 5, 0.8, (a, f, s) -> ArmMovements.wave(a, R, f, s)),
          new Entry("circle left hand", 5, 1.1, (a, f, s) -> ArmMovements.circle(a, L, f, s)),
          new Entry("circle right hand", 5, 1.1, (a, f, s) -> ArmMovements.circle(a, R, f, s)),
          new Entry("figure eight left", 5, 1.6, (a, f, s) -> ArmMovements.eight(a, L, f, s)),
          new Entry("figure eight right", 5, 1.6, (a, f, s) -> ArmMovements.eight(a, R, f, s)),
          new Entry("clap", 5, 0.7, ArmMovements::clap));

  /** One movement: {@code f} counts periods since the beginning of time. */
  interface Script {
    void move(JointAngles a, double f, Style s);
  }

  private record Entry(String name, int session, double periodSeconds, Script script) {}

  private Movements() {}

  /**
   * One movement as one person does it.
   *
   * @param movement 0 to 32
   * @param seed of pace, reach, habits and phase
   */
  public static Motion of(int movement, long seed) {
    Entry entry = entry(movement);
    return new ProceduralMotion(
        entry.name, entry.periodSeconds, entry.script, new Style(seed * COUNT + movement));
  }

  /** A person who only stands, swaying a little. */
  public static Motion standing(long seed) {
    return new ProceduralMotion("standing", 2, (a, f, s) -> {}, new Style(seed));
  }

  /** The movement's name, {@code "left arm abduction"}. */
  public static String nameOf(int movement) {
    return entry(movement).name;
  }

  /** The session of DHP19 the movement belongs to, 1 to 5. */
  public static int sessionOf(int movement) {
    return entry(movement).session;
  }

  private static Entry entry(int movement) {
    if (movement < 0 || movement >= COUNT) {
      throw new IllegalArgumentException("movements are numbered 0 to 32: movement=" + movement);
    }
    return ALL.get(movement);
  }
}
