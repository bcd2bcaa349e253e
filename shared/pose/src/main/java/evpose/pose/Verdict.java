package evpose.pose;

/** Why a joint has no place in the room, or how far its place can be trusted. */
public enum Verdict {
  /** Its views agree. */
  PLACED("placed", true),
  /** Its views agree once the worst of them are left out. */
  VIEWS_DROPPED("views-dropped", true),
  /**
   * Its views disagree by more than their noise explains; some view is wrong, which one is open.
   */
  VIEWS_DISAGREE("views-disagree", true),
  /** No view saw it lately: where it was last, moved at most by the body's own rules. */
  HELD("held", true),
  /** Fewer than two views have it: no depth. */
  TOO_FEW_VIEWS("too-few-views", false),
  /** Its rays run side by side, so its depth is open. */
  VIEWS_NEARLY_PARALLEL("views-nearly-parallel", false),
  /** The rays meet behind a camera or outside its lens. */
  BEHIND_A_CAMERA("behind-a-camera", false),
  /** It would have had to move faster than a body can. */
  TOO_FAST("too-fast", false);

  private final String label;
  private final boolean placed;

  Verdict(String label, boolean placed) {
    this.label = label;
    this.placed = placed;
  }

  /** The name on the wire and in metrics, {@code views-dropped}. */
  public String label() {
    return label;
  }

  /** Whether a joint with this verdict has a place. */
  public boolean placed() {
    return placed;
  }

  /** Whether some verdict is called so. */
  public static boolean isLabel(String label) {
    for (Verdict verdict : values()) {
      if (verdict.label.equals(label)) {
        return true;
      }
    }
    return false;
  }
}
