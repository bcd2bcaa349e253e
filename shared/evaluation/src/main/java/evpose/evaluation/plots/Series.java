package evpose.evaluation.plots;

/**
 * A named row of numbers.
 *
 * @param colour index of the page's colour, from 0
 * @param values NaN where there is none
 * @param main drawn boldly: what the plot is about
 * @param dashed drawn as a baseline
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Series(String name, int colour, double[] values, boolean main, boolean dashed) {
  String classes() {
    return "s" + colour;
  }
}
