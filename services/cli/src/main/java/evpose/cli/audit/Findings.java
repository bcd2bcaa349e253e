package evpose.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found: all of it counted, the first of each kind kept. Not thread-safe. */
public final class Findings {
  private static final int KEPT_OF_A_KIND = 20;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  void add(Finding finding) {
    if (counts.merge(finding.kind(), 1L, Long::sum) <= KEPT_OF_A_KIND) {
      kept.add(finding);
    }
  }

  /** Adds what others found, after what is here. */
  void addAll(Findings others) {
    for (Finding finding : others.kept) {
      add(finding);
    }
    others.counts.forEach(
        (kind, count) -> counts.merge(kind, count - others.keptOf(kind), Long::sum));
  }

  private long keptOf(String kind) {
    return kept.stream().filter(f -> f.kind().equals(kind)).count();
  }

  /** The first {@value #KEPT_OF_A_KIND} of each kind, as they were found. */
  public List<Finding> kept() {
    return List.copyOf(kept);
  }

  /** How many of each kind. */
  public Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  public boolean isEmpty() {
    return kept.isEmpty();
  }
}
