package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two rigs: a, b and c on partitions 0, 1, 2 of rig r; others as tests need them. */
class AbreastTest {
  private static final long SECOND = 1_000_000; // of data time
  private static final long OLD = 60_000; // ms since a packet of a backlog was published
  private static final long FRESH = 20;

  private final Abreast abreast = new Abreast(5 * SECOND);
  private final Abreast.Answers a = abreast.begin(0);
  private final Abreast.Answers b = abreast.begin(1);
  private long nowNanos = 1_000;
  private long offset;

  @BeforeEach
  void lookAround() {
    abreast.lookEnded(nowNanos);
  }

  @Test
  void holdsWhoIsTooFarAheadAndLetsGoWhenTheOtherIsNearer() {
    backlog(0, "a", 0, a);
    backlog(1, "b", 0, b);
    assertThat(held()).isEmpty();
    backlog(1, "b", 5 * SECOND, b);
    assertThat(held()).isEmpty();
    backlog(1, "b", 5 * SECOND + 1, b);
    assertThat(held()).containsExactly(1);
    backlog(0, "a", 1, a);
    assertThat(held()).isEmpty();
  }

  @Test
  void whatWasHandedOverCountsUntilItIsAnswered() {
    backlog(0, "a", 0, a);
    backlog(1, "b", 0, b);
    polled(1, "b", 6 * SECOND, true, OLD);
    assertThat(held()).containsExactly(1);
    b.at("r", "b", 4 * SECOND, nowNanos); // the packet that claimed 6 s was somebody else's
    b.passed(offset);
    assertThat(held()).isEmpty();
  }

  @Test
  void whoHasNotBegunToAnswerIsWhereItsFirstPacketBegins() {
    abreast.polled(
        0,
        new Abreast.Polled(
            99, true, OLD, List.of(new Abreast.Handed("r", "a", SECOND, 4 * SECOND))),
        nowNanos);
    backlog(1, "b", 6 * SECOND, b);
    assertThat(held()).isEmpty();
    backlog(1, "b", 7 * SECOND, b);
    assertThat(held()).containsExactly(1);
  }

  @Test
  void aNewBacklogGoesNoFartherThanTheBoundBeforeAFirstLook() {
    nowNanos++;
    backlog(1, "b", 20 * SECOND, b);
    backlog(1, "b", 25 * SECOND - 10_000, b);
    assertThat(held()).isEmpty();
    backlog(1, "b", 25 * SECOND, b);
    assertThat(held()).containsExactly(1);
    abreast.lookEnded(nowNanos - 1); // begun before there was a backlog
    assertThat(held()).containsExactly(1);
    abreast.lookEnded(nowNanos);
    assertThat(held()).isEmpty();
    abreast.lookEnded(nowNanos - 1);
    nowNanos += Abreast.FIRST_LOOK.toNanos() + 1; // looks fail
    assertThat(held()).isEmpty();
  }

  @Test
  void whoIsUpToDateIsNeverHeld() {
    backlog(0, "a", 0, a);
    polled(1, "b", 20 * SECOND, true, FRESH);
    answered(b, "b", 20 * SECOND);
    assertThat(held()).isEmpty();
  }

  @Test
  void nobodyWaitsForACameraWithoutABacklog() {
    polled(0, "a", 0, false, OLD); // its log holds nothing more
    answered(a, "a", 0);
    backlog(1, "b", 20 * SECOND, b);
    assertThat(held()).isEmpty();
    backlog(0, "a", 1, a);
    assertThat(held()).containsExactly(1);
    polled(0, "a", 2, true, FRESH); // what it sends is late, not its answers
    answered(a, "a", 2);
    assertThat(held()).isEmpty();
  }

  @Test
  void patienceEnds() {
    backlog(0, "a", 0, a);
    backlog(1, "b", 20 * SECOND, b);
    nowNanos += Abreast.PATIENCE.toNanos();
    assertThat(held()).containsExactly(1);
    nowNanos += 1;
    assertThat(held()).isEmpty();
    backlog(0, "a", 1, a); // it lives
    assertThat(held()).containsExactly(1);
  }

  @Test
  void patienceBeginsWhenThereIsSomethingToDo() {
    polled(0, "a", 0, false, FRESH);
    answered(a, "a", 0);
    nowNanos += TimeUnit.HOURS.toNanos(1);
    backlog(1, "b", 20 * SECOND, b);
    polled(0, "a", SECOND, true, OLD);
    lookAround();
    assertThat(held()).containsExactly(1);
  }

  @Test
  void anotherLineOfDataTimeIsNotWaitedFor() {
    backlog(0, "a", 100 * SECOND, a);
    backlog(1, "b", 100 * SECOND, b);
    backlog(0, "a", 0, a); // began anew
    assertThat(held()).isEmpty();
    backlog(1, "b", 0, b);
    assertThat(held()).isEmpty();
    backlog(1, "b", 6 * SECOND, b);
    assertThat(held()).containsExactly(1);
  }

  @Test
  void otherRigsAreNotConcerned() {
    backlog(0, "a", 0, a);
    abreast.polled(1, new Abreast.Polled(++offset, true, OLD, List.of()), nowNanos);
    b.at("another", "b", 20 * SECOND, nowNanos);
    b.passed(offset);
    assertThat(abreast.behind(nowNanos)).containsExactlyInAnyOrder(0, 1);
    assertThat(held()).isEmpty();
  }

  @Test
  void otherInstancesAreWaitedForAsLongAsTheyWereSeen() {
    abreast.looked(2, next("c", 0, OLD), nowNanos);
    backlog(1, "b", 20 * SECOND, b);
    assertThat(abreast.behind(nowNanos)).containsExactly(1);
    assertThat(held()).containsExactly(1);
    nowNanos += Abreast.LOOK_HOLDS.toNanos();
    assertThat(held()).containsExactly(1);
    nowNanos += 1;
    assertThat(held()).isEmpty();
    abreast.looked(2, next("c", 1, OLD), nowNanos);
    assertThat(held()).containsExactly(1);
    abreast.looked(2, new Abreast.Next(false, 0, List.of()), nowNanos);
    assertThat(held()).isEmpty();
  }

  @Test
  void anOwnTaskKnowsBetterThanALookOnceItAnswers() {
    backlog(1, "b", 20 * SECOND, b);
    Abreast.Answers c = abreast.begin(2);
    abreast.looked(2, next("c", 0, OLD), nowNanos);
    assertThat(abreast.answersHere(2)).isFalse();
    assertThat(held()).containsExactly(1); // it is being rebuilt
    backlog(2, "c", 18 * SECOND, c);
    assertThat(abreast.answersHere(2)).isTrue();
    abreast.looked(2, next("c", 0, OLD), nowNanos);
    assertThat(held()).isEmpty();
    c.end();
    assertThat(abreast.answersHere(2)).isFalse();
  }

  @Test
  void aNewTaskForgetsWhatTheOldOneWasGiven() {
    backlog(0, "a", 0, a);
    backlog(1, "b", 0, b);
    polled(1, "b", 20 * SECOND, true, OLD);
    assertThat(held()).containsExactly(1);
    abreast.begin(1);
    b.at("r", "b", 20 * SECOND, nowNanos); // a thread that does not know yet
    b.end();
    abreast.looked(1, next("b", 0, OLD), nowNanos);
    assertThat(held()).isEmpty();
    assertThat(abreast.behind(nowNanos)).contains(1);
  }

  @Test
  void sharedPartitionsDoNotWaitForEachOther() {
    backlog(0, "a", 20 * SECOND, a);
    backlog(1, "b", 0, b); // a waits for b
    a.at("other", "d", 0, nowNanos);
    b.at("other", "e", 20 * SECOND, nowNanos); // and e, beside b, for d, beside a
    assertThat(held()).isEmpty();
    polled(0, "a", 21 * SECOND, true, OLD); // what it has in hand does for now
    assertThat(held()).containsExactly(0);
  }

  @Test
  void whoIsWaitedForWaitsItselfForOneThatIsFartherBack() {
    Abreast.Answers c = abreast.begin(2);
    backlog(0, "a", 0, a);
    backlog(1, "b", 6 * SECOND, b);
    backlog(2, "c", 12 * SECOND, c);
    assertThat(held()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void zeroHoldsNothing() {
    Abreast off = new Abreast(0);
    assertThat(off.isOn()).isFalse();
    Abreast.Answers one = off.begin(0);
    off.begin(1);
    off.polled(
        1,
        new Abreast.Polled(9, true, OLD, List.of(new Abreast.Handed("r", "b", 0, 20 * SECOND))),
        nowNanos);
    off.polled(0, new Abreast.Polled(9, true, OLD, List.of()), nowNanos);
    one.at("r", "a", 0, nowNanos);
    assertThat(off.held(nowNanos)).isEmpty();
  }

  /** A packet of a backlog comes and is answered. */
  private void backlog(int partition, String camera, long micros, Abreast.Answers answers) {
    polled(partition, camera, micros, true, OLD);
    answered(answers, camera, micros);
  }

  private void polled(int partition, String camera, long micros, boolean more, long ageMillis) {
    List<Abreast.Handed> handed =
        List.of(new Abreast.Handed("r", camera, Math.max(0, micros - 10_000), micros));
    abreast.polled(partition, new Abreast.Polled(++offset, more, ageMillis, handed), nowNanos);
  }

  private void answered(Abreast.Answers answers, String camera, long micros) {
    answers.at("r", camera, micros, nowNanos);
    answers.passed(offset);
  }

  private static Abreast.Next next(String camera, long micros, long ageMillis) {
    return new Abreast.Next(true, ageMillis, List.of(new Abreast.Place("r", camera, micros)));
  }

  private java.util.Set<Integer> held() {
    return abreast.held(nowNanos);
  }
}
