package evpose.cli;

import evpose.allinone.AllInOne;
import evpose.source.service.EventSource;
import java.util.Map;
import org.springframework.boot.web.server.PortInUseException;

/** Starts houses, and says in one line why one does not stand. */
final class Houses {
  private Houses() {}

  static AllInOne open(HouseOptions options) throws InterruptedException {
    try {
      return AllInOne.start(options.settings());
    } catch (RuntimeException e) {
      options.tidy();
      throw explained(e);
    }
  }

  static EventSource startSource(AllInOne house, Map<String, Object> properties) {
    try {
      return house.startSource(properties);
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  /**
   * Spring wraps what went wrong several times; the outermost word that is not Spring's says what
   * to do.
   */
  private static Failure explained(RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof PortInUseException page) {
        return new Failure(
            "the page's port is in use, choose another with --port: port=" + page.getPort(), e);
      }
    }
    Throwable word = e;
    while (word.getClass().getName().startsWith("org.springframework") && word.getCause() != null) {
      word = word.getCause();
    }
    return new Failure(word.getMessage() == null ? word.toString() : word.getMessage(), e);
  }
}
