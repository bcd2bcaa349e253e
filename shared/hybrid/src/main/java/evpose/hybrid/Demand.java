package evpose.hybrid;

/**
 * When the ANN is wanted before its key frame is due: because the body has moved much since the
 * last one, or because the network has become unsure. A body that stands still wants none.
 *
 * @param everySteps such key frames fall on every so many steps only, so that cameras can take
 *     turns; at least so many lie between any two
 * @param events wanted when more events came since the last key frame, as a share of those that the
 *     ANN looks at; infinity never wants one for that
 * @param confidence wanted when the mean confidence of the joints falls below this share of what it
 *     was when the last key frame took effect; 0 never wants one for that
 * @param kept share of the output that stays through such a key frame: a dense network is no better
 *     than the output that has followed the body for a few steps, and both together are better than
 *     either. 0 as in the paper, where a key frame begins anew
 */
public record Demand(int everySteps, double events, double confidence, double kept) {
  public Demand {
    if (everySteps < 1
        || !(events > 0)
        || !(confidence >= 0 && confidence < 1)
        || !(kept >= 0 && kept < 1)) {
      throw new IllegalArgumentException(
          "a demand is looked for every step or less often, for a positive share of events, for a"
              + " share of confidence in [0, 1), and keeps a share of the output in [0, 1):"
              + " everySteps="
              + everySteps
              + ", events="
              + events
              + ", confidence="
              + confidence
              + ", kept="
              + kept);
    }
  }

  /** As policies name it, such as 10-e40-c80-k20. */
  String name() {
    return everySteps
        + (Double.isInfinite(events) ? "" : "-e" + Math.round(100 * events))
        + (confidence > 0 ? "-c" + Math.round(100 * confidence) : "")
        + (kept > 0 ? "-k" + Math.round(100 * kept) : "");
  }
}
