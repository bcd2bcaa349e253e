package evpose.cli.stream;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Which web pages may read poses. A browser lets every page on the internet open a socket to this
 * machine, and tells whose page it is; programs say nothing.
 */
final class Origins {
  private static final Set<String> OWN_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<String> FOXGLOVE =
      Set.of("https://app.foxglove.dev", "https://studio.foxglove.dev");

  private final List<String> allowed;

  /**
   * @param allowed pages beside this machine's own and Foxglove's; {@code *} for all
   */
  Origins(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  boolean allows(String origin) {
    if (origin.isEmpty() || allowed.contains("*") || allowed.contains(origin)) {
      return true;
    }
    if (FOXGLOVE.contains(origin)) {
      return true;
    }
    try {
      URI uri = URI.create(origin);
      return uri.getHost() != null && OWN_HOSTS.contains(uri.getHost());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
