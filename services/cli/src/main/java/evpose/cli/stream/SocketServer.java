package evpose.cli.stream;

import evpose.exports.LivePose;
import evpose.exports.SocketOutlet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Poses over WebSocket to a limited number of clients. A client that has not taken the last pose
 * yet does not get the next: slow ones lose pictures, and hold no more than one of them.
 */
public final class SocketServer implements Outlet {
  private static final Logger log = LoggerFactory.getLogger(SocketServer.class);
  private static final int LARGEST_FRAME_BYTES = 1 << 16;
  private static final int LOST_AFTER_SECONDS = 30;
  private static final int PATIENCE_SECONDS = 10;
  private static final int STOP_MILLIS = 1000;

  private final SocketOutlet outlet;
  private final Origins origins;
  private final int mostClients;
  private final Server server;
  private final CountDownLatch decided = new CountDownLatch(1);
  private final Object turn = new Object(); // outlets are for one thread at a time
  private volatile @Nullable Exception failure;
  private long frames;
  private long posesSkipped;
  private long refused;

  private SocketServer(
      SocketOutlet outlet, InetSocketAddress at, int mostClients, List<String> origins) {
    this.outlet = outlet;
    this.mostClients = mostClients;
    this.origins = new Origins(origins);
    String subprotocol = outlet.subprotocol();
    Draft draft =
        new Draft_6455(
            List.of(),
            List.of(new Protocol(subprotocol == null ? "" : subprotocol)),
            LARGEST_FRAME_BYTES);
    server = new Server(at, draft);
  }

  /**
   * Listens.
   *
   * @param at port 0 for any
   * @param origins web pages that may read, beside this machine's own and Foxglove's
   * @throws IOException if it cannot listen there
   */
  public static SocketServer start(
      SocketOutlet outlet, InetSocketAddress at, int mostClients, List<String> origins)
      throws IOException, InterruptedException {
    SocketServer server = new SocketServer(outlet, at, mostClients, origins);
    server.server.setReuseAddr(true);
    server.server.setTcpNoDelay(true);
    server.server.setConnectionLostTimeout(LOST_AFTER_SECONDS);
    server.server.setDaemon(true);
    server.server.start();
    boolean answered = server.decided.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Exception failure = server.failure;
    if (!answered || failure != null) {
      server.close();
      throw new IOException(
          "nobody can listen there, is the port taken? host="
              + at.getHostString()
              + ", port="
              + at.getPort()
              + ", cause="
              + failure,
          failure);
    }
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void send(LivePose pose) {
    for (WebSocket client : server.getConnections()) {
      SocketOutlet.Session session = client.getAttachment();
      if (session == null || !client.isOpen()) {
        continue;
      }
      synchronized (turn) {
        if (client.hasBufferedData()) {
          posesSkipped++;
        } else {
          tell(client, session.pose(pose));
        }
      }
    }
  }

  private void tell(WebSocket client, List<SocketOutlet.Frame> said) {
    for (SocketOutlet.Frame frame : said) {
      if (frame.text()) {
        client.send(new String(frame.bytes(), StandardCharsets.UTF_8));
      } else {
        client.send(ByteBuffer.wrap(frame.bytes()));
      }
      frames++;
    }
  }

  @Override
  public String where() {
    return "ws://" + server.getAddress().getHostString() + ":" + port();
  }

  @Override
  public Map<String, Long> counts() {
    synchronized (turn) {
      Map<String, Long> counts = new LinkedHashMap<>();
      counts.put("clients", (long) server.getConnections().size());
      counts.put("clientsRefused", refused);
      counts.put("messages", frames);
      counts.put("posesSkipped", posesSkipped);
      return counts;
    }
  }

  @Override
  public void close() {
    try {
      server.stop(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The library's server; it calls from its own threads. */
  private final class Server extends WebSocketServer {
    Server(InetSocketAddress at, Draft draft) {
      super(at, 1, List.of(draft));
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
        WebSocket client, Draft draft, ClientHandshake request) throws InvalidDataException {
      String origin = request.getFieldValue("Origin");
      if (!origins.allows(origin)) {
        synchronized (turn) {
          refused++;
        }
        log.warn(
            "refused a web page that is not allowed, see --origin: origin={}", printable(origin));
        throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "origin not allowed");
      }
      return super.onWebsocketHandshakeReceivedAsServer(client, draft, request);
    }

    private static String printable(String text) {
      String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
      return plain.substring(0, Math.min(200, plain.length()));
    }

    @Override
    public void onOpen(WebSocket client, ClientHandshake request) {
      if (getConnections().size() > mostClients) {
        synchronized (turn) {
          refused++;
        }
        client.close(CloseFrame.TRY_AGAIN_LATER, "at most " + mostClients + " clients");
        return;
      }
      synchronized (turn) {
        SocketOutlet.Session session = outlet.open();
        client.setAttachment(session);
        tell(client, session.greeting());
      }
    }

    @Override
    public void onMessage(WebSocket client, String text) {
      SocketOutlet.Session session = client.getAttachment();
      if (session == null) {
        return;
      }
      synchronized (turn) {
        List<SocketOutlet.Frame> answer = session.received(text);
        if (!client.hasBufferedData() && client.isOpen()) {
          tell(client, answer);
        }
      }
    }

    @Override
    public void onClose(WebSocket client, int code, String reason, boolean remote) {
      client.setAttachment(null);
    }

    @Override
    public void onError(@Nullable WebSocket client, Exception e) {
      if (client == null) {
        failure = e;
        decided.countDown();
      } else {
        log.debug("a client is gone: {}", e.toString());
      }
    }

    @Override
    public void onStart() {
      decided.countDown();
    }
  }
}
