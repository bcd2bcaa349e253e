package evpose.events.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Filters of one camera one after the other, with an account of what each removed. An event that
 * one drops never reaches the next. Not thread-safe.
 */
public final class FilterChain implements EventFilter {
  private final List<Link> links = new ArrayList<>();
  private long seen;

  private static final class Link {
    final String name;
    final EventFilter filter;
    long removed;

    Link(String name, EventFilter filter) {
      this.name = name;
      this.filter = filter;
    }
  }

  /** Adds a filter behind the others. */
  public void add(String name, EventFilter filter) {
    links.add(new Link(name, filter));
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    seen++;
    for (Link link : links) {
      if (!link.filter.keeps(x, y, micros, polarity)) {
        link.removed++;
        return false;
      }
    }
    return true;
  }

  /** Events that came in; what came out is this less all {@link #removed}. */
  public long seen() {
    return seen;
  }

  /** How many events each filter removed, in their order. */
  public Map<String, Long> removed() {
    Map<String, Long> removed = new LinkedHashMap<>();
    links.forEach(link -> removed.merge(link.name, link.removed, Long::sum));
    return removed;
  }
}
