package evpose.exports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to say poses over WebSocket: what is said, not how it travels. One outlet serves many
 * clients, each by its own {@link Session}. Not thread-safe.
 */
public interface SocketOutlet {
  /**
   * One message.
   *
   * @param text whether it is a text message
   * @param bytes UTF-8 if so; not to be written to
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Frame(boolean text, byte[] bytes) {}

  /** One client. */
  interface Session {
    /** What it is told first. */
    List<Frame> greeting();

    /**
     * What it said.
     *
     * @return the answer
     */
    List<Frame> received(String text);

    /** What it is told of a pose; nothing when it did not ask. */
    List<Frame> pose(LivePose pose);
  }

  /** The WebSocket subprotocol that clients must ask for; null when none. */
  @Nullable String subprotocol();

  /** A client came. */
  Session open();
}
