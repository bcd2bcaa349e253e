package evpose.cli;

import evpose.weights.ModelBundle;

/** Which of the networks that ship is run where none is named. */
final class ShippedModels {
  static final String USUAL = "compact";

  private ShippedModels() {}

  /**
   * The one that was trained at this many steps a second, where there is one: compact-200hz at 200;
   * else the usual one, trained at 100, whatever the step.
   */
  static String at(int rateHz) {
    String trained = USUAL + "-" + rateHz + "hz";
    return ModelBundle.ships(trained) ? trained : USUAL;
  }

  /** What is said to people where that is not the usual one; else nothing. */
  static String choice(int rateHz) {
    String chosen = at(rateHz);
    return chosen.equals(USUAL)
        ? ""
        : chosen
            + ", trained at "
            + rateHz
            + " Hz; --model "
            + USUAL
            + " runs the one of 100 Hz in such steps";
  }
}
