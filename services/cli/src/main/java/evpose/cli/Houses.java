package evpose.cli;

import evpose.allinone.AllInOne;
import evpose.source.service.EventSource;
import java.util.Map;

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

  /** Spring wraps what went wrong several times; the innermost cause says what to do. */
  private static Failure explained(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof java.net.BindException) {
      message = "the page's port is in use, choose another with --port: " + message;
    }
    return new Failure(message, e);
  }
}
