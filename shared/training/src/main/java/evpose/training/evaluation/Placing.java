package evpose.training.evaluation;

/** How joints in images become joints in the room. */
enum Placing {
  /** As the stream does it: decoded joints with confidence and spread, robust triangulation. */
  ROBUST("robust"),
  /** The linear transform, all views alike, on sub-pixel peaks; no joint is ever missing. */
  DLT("dlt"),
  /** As the paper: closest point of the rays through plain argmax cells. */
  RAYS("rays");

  private final String key;

  Placing(String key) {
    this.key = key;
  }

  /** Its key in the report. */
  String key() {
    return key;
  }
}
