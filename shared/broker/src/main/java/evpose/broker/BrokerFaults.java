package evpose.broker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a fatal fault of the broker from ending the JVM without a word.
 *
 * <p>Kafka's server calls {@code Exit.halt} when, say, its disk is full. Inside a JVM that also
 * runs services that must not happen: the fault is logged and remembered, and the thread that asked
 * for the exit ends with an error. Kafka's procedures are static, so one JVM has one such memory.
 * Only the server uses them: clients and Kafka Streams never ask for an exit.
 */
final class BrokerFaults {
  private static final Logger log = LoggerFactory.getLogger(BrokerFaults.class);
  private static final AtomicReference<@Nullable String> first = new AtomicReference<>();

  private BrokerFaults() {}

  static void intercept() {
    first.set(null);
    Exit.setExitProcedure((status, message) -> stopThread("exit", status, message));
    Exit.setHaltProcedure((status, message) -> stopThread("halt", status, message));
  }

  /** The first fault since the last {@link #intercept}. */
  static Optional<String> first() {
    return Optional.ofNullable(first.get());
  }

  private static void stopThread(String what, int status, @Nullable String message) {
    String fault =
        "the embedded broker gave up and serves no longer, its log says why: asked for "
            + what
            + ", status="
            + status
            + (message == null ? "" : ", message=" + message);
    first.compareAndSet(null, fault);
    log.error(fault);
    throw new IllegalStateException(fault);
  }
}
