package evpose.recordings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts what a reader steps over; keeps the words of the first of each kind only, so that a
 * thoroughly broken file costs no memory. Not thread-safe.
 */
public final class Problems {
  private final Map<String, RecordingProblem> byKind = new LinkedHashMap<>();

  /**
   * @param words asked for the first of its kind only
   */
  public void count(String kind, Supplier<String> words) {
    RecordingProblem before = byKind.get(kind);
    byKind.put(
        kind,
        before == null
            ? new RecordingProblem(kind, 1, words.get())
            : new RecordingProblem(kind, before.count() + 1, before.first()));
  }

  /** Adds what another reader met. */
  void add(RecordingProblem more) {
    byKind.merge(
        more.kind(),
        more,
        (a, b) -> new RecordingProblem(a.kind(), a.count() + b.count(), a.first()));
  }

  /** What was met so far, in order of first meeting. */
  public List<RecordingProblem> list() {
    return new ArrayList<>(byKind.values());
  }
}
