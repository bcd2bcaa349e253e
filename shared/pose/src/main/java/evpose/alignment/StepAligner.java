package evpose.alignment;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Aligns the views of one rig.
 *
 * <pre>
 *   all cameras in                        -> final, at once
 *   newest step of any camera >= s + grace   -> provisional, with the k views that are there
 *   the missing views come after that        -> final, revision + 1
 *   newest step of any camera >= s + horizon -> final, with what there is; the step is forgotten
 * </pre>
 *
 * <p>Time is data time: the highest step that any camera has closed. So the output is a function of
 * the input's order, and a replay gives the same. Holds at most horizon steps. Not thread-safe.
 *
 * @param <V> what a camera says about a step
 */
public final class StepAligner<V> {

  /** What became of a view. */
  public enum Accepted {
    ACCEPTED,
    /** The camera has spoken about this step before; the first word counts. */
    DUPLICATE,
    /** The step is final or beyond the horizon. */
    TOO_LATE,
    UNKNOWN_CAMERA
  }

  private final List<String> cameras;
  private final Map<String, Integer> indexOf = new HashMap<>();
  private final int graceSteps;
  private final int horizonSteps;
  private final Consumer<AlignedStep<V>> sink;
  private final TreeMap<Long, Pending<V>> pending = new TreeMap<>();
  private long newest = Long.MIN_VALUE;

  private static final class Pending<V> {
    private final boolean[] seen;
    private final Map<Integer, V> views = new TreeMap<>(); // by camera index; emptied once final
    private int present;
    private int revisions;
    private boolean isFinal;

    Pending(int cameras) {
      seen = new boolean[cameras];
    }
  }

  /**
   * @param cameras the rig's cameras in order
   * @param graceSteps how far the fastest camera may be ahead before a step is answered without the
   *     slower ones
   * @param horizonSteps how long late views are waited for; greater than the grace
   * @param sink receives answers
   */
  public StepAligner(
      List<String> cameras, int graceSteps, int horizonSteps, Consumer<AlignedStep<V>> sink) {
    if (cameras.isEmpty() || graceSteps < 0 || horizonSteps <= graceSteps) {
      throw new IllegalArgumentException(
          "a rig has cameras and a horizon beyond its grace: cameras="
              + cameras
              + ", graceSteps="
              + graceSteps
              + ", horizonSteps="
              + horizonSteps);
    }
    this.cameras = List.copyOf(cameras);
    for (String camera : cameras) {
      indexOf.put(camera, indexOf.size());
    }
    this.graceSteps = graceSteps;
    this.horizonSteps = horizonSteps;
    this.sink = sink;
  }

  /**
   * Takes a camera's view of a step and gives whatever answers it makes due, in ascending order of
   * steps.
   */
  public Accepted accept(String camera, long step, V view) {
    Integer index = indexOf.get(camera);
    if (index == null) {
      return Accepted.UNKNOWN_CAMERA;
    }
    if (newest != Long.MIN_VALUE && step <= newest - horizonSteps) {
      return Accepted.TOO_LATE;
    }
    Pending<V> at = pending.computeIfAbsent(step, s -> new Pending<>(cameras.size()));
    if (at.seen[index]) {
      return Accepted.DUPLICATE;
    }
    if (at.isFinal) {
      return Accepted.TOO_LATE;
    }
    at.seen[index] = true;
    at.views.put(index, view);
    at.present++;
    long before = newest;
    newest = Math.max(newest, step);
    expire();
    if (at.present == cameras.size()) {
      answer(step, at, true);
    }
    answerOverdue(step, before);
    return Accepted.ACCEPTED;
  }

  /** Answers all steps that are still open as final ones, with what there is, and forgets them. */
  public void finish() {
    while (!pending.isEmpty()) {
      Map.Entry<Long, Pending<V>> oldest = pending.pollFirstEntry();
      if (!oldest.getValue().isFinal) {
        answer(oldest.getKey(), oldest.getValue(), true);
      }
    }
    newest = Long.MIN_VALUE;
  }

  /** Steps held at the moment, final ones (kept to recognise duplicates) included. */
  public int size() {
    return pending.size();
  }

  private void expire() {
    while (!pending.isEmpty() && pending.firstKey() <= newest - horizonSteps) {
      Map.Entry<Long, Pending<V>> oldest = pending.pollFirstEntry();
      if (!oldest.getValue().isFinal) {
        answer(oldest.getKey(), oldest.getValue(), true);
      }
    }
  }

  /**
   * Only the steps that the newest one has just passed by the grace can be overdue, and the one
   * just touched.
   */
  private void answerOverdue(long touched, long newestBefore) {
    long due = newest - graceSteps;
    long from =
        newestBefore == Long.MIN_VALUE ? touched : Math.min(touched, newestBefore - graceSteps + 1);
    if (from > due) {
      return;
    }
    for (Map.Entry<Long, Pending<V>> entry : pending.subMap(from, true, due, true).entrySet()) {
      if (entry.getValue().revisions == 0) {
        answer(entry.getKey(), entry.getValue(), false);
      }
    }
  }

  private void answer(long step, Pending<V> at, boolean isFinal) {
    Map<String, V> views = new LinkedHashMap<>();
    at.views.forEach((index, view) -> views.put(cameras.get(index), view));
    at.isFinal = isFinal;
    if (isFinal) {
      at.views.clear();
    }
    sink.accept(new AlignedStep<>(step, at.revisions++, isFinal, views));
  }
}
