package evpose.alignment;

import static evpose.alignment.StepAligner.Accepted.ACCEPTED;
import static evpose.alignment.StepAligner.Accepted.DUPLICATE;
import static evpose.alignment.StepAligner.Accepted.TOO_LATE;
import static evpose.alignment.StepAligner.Accepted.UNKNOWN_CAMERA;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepAlignerTest {
  private static final List<String> CAMERAS = List.of("a", "b", "c");
  private static final int GRACE = 3;
  private static final int HORIZON = 20;

  private final List<AlignedStep<String>> out = new ArrayList<>();
  private final StepAligner<String> aligner = new StepAligner<>(CAMERAS, GRACE, HORIZON, out::add);

  @Test
  void answersAtOnceWhenAllCamerasAreIn() {
    aligner.accept("b", 5, "b5");
    aligner.accept("a", 5, "a5");
    assertThat(out).isEmpty();
    aligner.accept("c", 5, "c5");
    assertThat(out).containsExactly(step(5, 0, true, "a", "b", "c"));
    assertThat(out.get(0).views().keySet()).containsExactly("a", "b", "c");
  }

  @Test
  void answersProvisionallyWhenTheGraceIsOver() {
    aligner.accept("a", 5, "a5");
    aligner.accept("b", 5, "b5");
    for (int s = 6; s <= 5 + GRACE; s++) {
      assertThat(out).isEmpty();
      aligner.accept("a", s, "a" + s);
    }
    assertThat(out).containsExactly(step(5, 0, false, "a", "b"));
  }

  @Test
  void aLateViewMakesItFinal() {
    answersProvisionallyWhenTheGraceIsOver();
    aligner.accept("c", 5, "c5");
    assertThat(out).last().isEqualTo(step(5, 1, true, "a", "b", "c"));
  }

  @Test
  void theHorizonMakesItFinalWithWhatThereIs() {
    aligner.accept("a", 5, "a5");
    aligner.accept("a", 5 + HORIZON, "a25");
    assertThat(out).containsExactly(step(5, 0, true, "a"));
  }

  @Test
  void saysWhatBecameOfAView() {
    assertThat(aligner.accept("x", 1, "x1")).isEqualTo(UNKNOWN_CAMERA);
    assertThat(aligner.accept("a", 1, "a1")).isEqualTo(ACCEPTED);
    assertThat(aligner.accept("a", 1, "again")).isEqualTo(DUPLICATE);
    aligner.accept("b", 1, "b1");
    aligner.accept("c", 1, "c1");
    assertThat(aligner.accept("c", 1, "again")).isEqualTo(DUPLICATE);
    aligner.accept("a", 1 + HORIZON, "a21");
    assertThat(aligner.accept("b", 1, "b1")).isEqualTo(TOO_LATE);
  }

  /** Cameras lag, drop, reorder and repeat themselves; after every view the invariants hold. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void holdsItsPromisesThroughAnyHistory(long firstSeed) {
    for (long seed = firstSeed * 1000; seed < firstSeed * 1000 + 100; seed++) {
      List<String[]> history = history(new Random(seed));
      List<AlignedStep<String>> first = run(history, seed);
      assertThat(run(history, seed)).as("replay, seed " + seed).isEqualTo(first);
    }
  }

  private static List<AlignedStep<String>> run(List<String[]> history, long seed) {
    List<AlignedStep<String>> out = new ArrayList<>();
    StepAligner<String> aligner = new StepAligner<>(CAMERAS, GRACE, HORIZON, out::add);
    Map<Long, Integer> revisions = new HashMap<>();
    Map<Long, Boolean> finals = new HashMap<>();
    int checked = 0;
    long newest = Long.MIN_VALUE;
    for (String[] view : history) {
      long step = Long.parseLong(view[1]);
      aligner.accept(view[0], step, view[0] + step);
      newest = Math.max(newest, step);
      long lastInBatch = Long.MIN_VALUE;
      for (; checked < out.size(); checked++) {
        AlignedStep<String> answer = out.get(checked);
        String where = "seed " + seed + ", answer " + answer;
        assertThat(answer.revision())
            .as(where)
            .isEqualTo(revisions.getOrDefault(answer.step(), -1) + 1);
        assertThat(finals.containsKey(answer.step())).as(where + " after a final one").isFalse();
        answer
            .views()
            .forEach((camera, v) -> assertThat(v).as(where).isEqualTo(camera + answer.step()));
        boolean complete = answer.views().size() == CAMERAS.size();
        boolean graceOver = answer.step() <= newest - GRACE;
        boolean horizonOver = answer.step() <= newest - HORIZON;
        assertThat(complete || graceOver).as(where).isTrue();
        assertThat(answer.isFinal()).as(where).isEqualTo(complete || horizonOver);
        revisions.put(answer.step(), answer.revision());
        if (answer.isFinal()) {
          finals.put(answer.step(), true);
        }
        assertThat(answer.step()).as(where + ", steps of one answer").isGreaterThan(lastInBatch);
        lastInBatch = answer.step();
      }
      assertThat(aligner.size()).as("seed " + seed).isLessThanOrEqualTo(HORIZON);
    }
    return out;
  }

  /**
   * The log is the state: an aligner that begins with a later view gives the same answers from the
   * moment on at which all steps within the horizon lie behind its beginning.
   */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void anAlignerThatBeginsLaterAgreesOnceTheHorizonIsPassed(long firstSeed) {
    int compared = 0;
    for (long seed = firstSeed * 1000; seed < firstSeed * 1000 + 200; seed++) {
      Random random = new Random(seed);
      List<String[]> history = history(random);
      int start = random.nextInt(history.size());
      long newestBefore = 0;
      for (String[] view : history.subList(0, start)) {
        newestBefore = Math.max(newestBefore, Long.parseLong(view[1]));
      }
      List<List<AlignedStep<String>>> whole = answers(history);
      List<List<AlignedStep<String>>> later = answers(history.subList(start, history.size()));
      long newest = newestBefore;
      for (int i = start; i < history.size(); i++) {
        if (newest - HORIZON > newestBefore) { // nothing of before the beginning is waited for
          assertThat(later.get(i - start))
              .as("seed " + seed + ", start " + start + ", view " + i)
              .isEqualTo(whole.get(i));
          compared += whole.get(i).size();
        }
        newest = Math.max(newest, Long.parseLong(history.get(i)[1]));
      }
    }
    assertThat(compared).isGreaterThan(1_000);
  }

  /** The answers that each view made due. */
  private static List<List<AlignedStep<String>>> answers(List<String[]> history) {
    List<List<AlignedStep<String>>> answers = new ArrayList<>();
    List<AlignedStep<String>> out = new ArrayList<>();
    StepAligner<String> aligner = new StepAligner<>(CAMERAS, GRACE, HORIZON, out::add);
    for (String[] view : history) {
      aligner.accept(view[0], Long.parseLong(view[1]), view[0] + view[1]);
      answers.add(List.copyOf(out));
      out.clear();
    }
    return answers;
  }

  private static List<String[]> history(Random random) {
    List<String[]> views = new ArrayList<>();
    long[] next = new long[CAMERAS.size()];
    for (int i = 0; i < 300; i++) {
      int camera = random.nextInt(CAMERAS.size());
      String name = CAMERAS.get(camera);
      switch (random.nextInt(12)) {
        case 0 -> next[camera] += random.nextInt(4); // steps lost
        case 1 ->
            views.add(
                new String[] {name, Long.toString(Math.max(0, next[camera] - random.nextInt(30)))});
        case 2 -> next[camera] += random.nextInt(20) == 0 ? 30 : 0; // a camera leaps ahead
        default -> views.add(new String[] {name, Long.toString(next[camera]++)});
      }
    }
    return views;
  }

  private static AlignedStep<String> step(
      long step, int revision, boolean isFinal, String... cameras) {
    Map<String, String> views = new HashMap<>();
    for (String camera : cameras) {
      views.put(camera, camera + step);
    }
    return new AlignedStep<>(step, revision, isFinal, views);
  }
}
