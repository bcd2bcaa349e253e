package evpose.training.evaluation;

import evpose.hybrid.AnnInput;
import evpose.weights.ModelBundle;

/**
 * Weights that take part in a run.
 *
 * @param name its key in the report: A, B-paper, B-clean, C, D
 */
public record NamedModel(String name, ModelBundle bundle) {
  /** The hybrid that ships: its ANN is the one that ANN-100 and ANN-10-held run. */
  public static final String HYBRID = "D";

  public NamedModel {
    if (!name.matches("[A-Za-z0-9._-]{1,32}")) {
      throw new IllegalArgumentException(
          "a variant's name is of letters, digits, . _ - and at most 32 long: name=" + name);
    }
  }

  /** Whether it runs on takes with frames alone. */
  boolean seesFrames() {
    return bundle.description().annInput() == AnnInput.GREY
        && bundle.description().variant().usesAnn();
  }
}
