package evpose.cli.doctor;

import java.util.List;
import java.util.Optional;

/**
 * The whole chain, looked at.
 *
 * @param checks in the chain's order
 */
public record Diagnosis(List<Check> checks) {
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** Whether nothing is broken; odd things may be there. */
  public boolean healthy() {
    return count(Level.FAILED) == 0;
  }

  /** The first broken link: the ones behind it often fail for its sake. */
  public Optional<Check> firstFailure() {
    return checks.stream().filter(c -> c.level() == Level.FAILED).findFirst();
  }

  public long count(Level level) {
    return checks.stream().filter(c -> c.level() == level).count();
  }
}
