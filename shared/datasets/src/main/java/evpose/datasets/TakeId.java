package evpose.datasets;

import evpose.simulation.Movements;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which take of DHP19's plan: 17 subjects, five sessions, 33 movements in all.
 *
 * @param subject from 1
 * @param session 1 to 5
 * @param number of the movement in its session, from 1
 */
public record TakeId(int subject, int session, int number) implements Comparable<TakeId> {
  /** How many people DHP19 has. */
  public static final int SUBJECTS = 17;

  private static final Pattern NAME = Pattern.compile("S(\\d{1,4})_session([1-5])_mov([1-8])");

  public TakeId {
    if (subject < 1 || movement(session, number) < 0) {
      throw new IllegalArgumentException(
          "no take of DHP19's plan: subject="
              + subject
              + ", session="
              + session
              + ", number="
              + number);
    }
  }

  /**
   * A subject doing a movement.
   *
   * @param movement 0 to 32
   */
  public static TakeId of(int subject, int movement) {
    return new TakeId(subject, Movements.session(movement), Movements.numberInSession(movement));
  }

  /**
   * The take of a name.
   *
   * @throws IllegalArgumentException when it is none; says how names look
   */
  public static TakeId parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("takes have names like S13_session2_mov1: name=" + name);
    }
    return new TakeId(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** The movement, 0 to 32. */
  public int movement() {
    return movement(session, number);
  }

  private static int movement(int session, int number) {
    for (int movement = 0; movement < Movements.COUNT; movement++) {
      if (Movements.session(movement) == session && Movements.numberInSession(movement) == number) {
        return movement;
      }
    }
    return -1;
  }

  public Split split() {
    return Split.of(subject);
  }

  /** As the paper's authors name files: {@code S13_session2_mov1}. */
  public String name() {
    return "S" + subject + "_session" + session + "_mov" + number;
  }

  @Override
  public int compareTo(TakeId other) {
    int bySubject = Integer.compare(subject, other.subject);
    return bySubject != 0 ? bySubject : Integer.compare(movement(), other.movement());
  }
}
