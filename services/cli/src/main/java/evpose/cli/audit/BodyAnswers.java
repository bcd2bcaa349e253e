package evpose.cli.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The 3D answers that a log must hold: for each calibration that the rig has had, all of them. A
 * recorded pose is held against those of the calibration it names; a step that was answered by one
 * calibration needs no answer by another. Not thread-safe.
 */
final class BodyAnswers implements Expected {
  private static final byte[] UNMET = {};

  private final Map<String, AnswerSet> byCalibration = new LinkedHashMap<>();

  void expect(String calibration, String lane, long step, byte[] answer) {
    byCalibration.computeIfAbsent(calibration, c -> new AnswerSet()).expect(lane, step, answer);
  }

  /** Meets an answer that the log holds. */
  AnswerSet.Met meet(String calibration, String lane, long step, byte[] answer) {
    AnswerSet named = byCalibration.get(calibration);
    return named == null ? AnswerSet.Met.UNKNOWN : named.meet(lane, step, answer);
  }

  /** Counts an answer as met that nothing can be said about. */
  void excuse(String lane, long step) {
    byCalibration.values().stream()
        .filter(set -> set.holds(lane, step))
        .findFirst()
        .ifPresent(set -> set.excuse(lane, step));
  }

  /** Whether a lane must answer a step. */
  boolean holds(String lane, long step) {
    return byCalibration.values().stream().anyMatch(set -> set.holds(lane, step));
  }

  private boolean isMet(String lane, long step) {
    return byCalibration.values().stream().anyMatch(set -> set.isMet(lane, step));
  }

  @Override
  public long expected() {
    long[] unmet = {0};
    forEachUnmet((lane, step) -> unmet[0]++);
    return met() + unmet[0];
  }

  @Override
  public long met() {
    return byCalibration.values().stream().mapToLong(AnswerSet::met).sum();
  }

  /** Each once, although several calibrations may ask for it. */
  @Override
  public void forEachUnmet(AnswerSet.Visitor visitor) {
    AnswerSet before = new AnswerSet();
    byCalibration
        .values()
        .forEach(
            set ->
                set.forEachUnmet(
                    (lane, step) -> {
                      if (!isMet(lane, step) && !before.holds(lane, step)) {
                        before.expect(lane, step, UNMET);
                        visitor.visit(lane, step);
                      }
                    }));
  }
}
