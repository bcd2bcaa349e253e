package evpose.training.evaluation;

import evpose.baseline.BaselineBundle;

/**
 * A baseline that takes part in a run.
 *
 * @param name its key in the report: Calabrese, Baldwin, or what it was called
 */
public record NamedBaseline(String name, BaselineBundle bundle) {
  public NamedBaseline {
    if (!name.matches("[A-Za-z0-9._-]{1,32}")) {
      throw new IllegalArgumentException(
          "a baseline's name is of letters, digits, . _ - and at most 32 long: name=" + name);
    }
  }

  /**
   * A baseline under a given name; its own title, however it is spelled, or nothing is its title.
   */
  public static NamedBaseline of(String given, BaselineBundle bundle) {
    String title = bundle.description().baseline().title();
    boolean own = given.isEmpty() || given.equalsIgnoreCase(title);
    return new NamedBaseline(own ? title : given, bundle);
  }
}
