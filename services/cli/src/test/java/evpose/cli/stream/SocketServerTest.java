package evpose.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.exports.FoxgloveSocket;
import evpose.exports.LivePose;
import evpose.exports.PoseSocket;
import evpose.messages.Inputs;
import evpose.messages.Pose3dMessage;
import evpose.pose.Joints3d;
import evpose.testkit.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JDK's own client at the other end. */
class SocketServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private SocketServer server;

  @AfterEach
  void close() {
    server.close();
  }

  /** Collects what comes; takes nothing when told so. */
  private static final class Client implements WebSocket.Listener {
    final Queue<String> texts = new ConcurrentLinkedQueue<>();
    final boolean slow;
    volatile int closed = -1;

    Client(boolean slow) {
      this.slow = slow;
    }

    @Override
    public void onOpen(WebSocket socket) {
      if (!slow) {
        socket.request(1_000_000);
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      texts.add(data.toString());
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed = code;
      return null;
    }
  }

  private void start(int clients) throws Exception {
    server =
        SocketServer.start(
            new PoseSocket("lab"), new InetSocketAddress("127.0.0.1", 0), clients, List.of());
  }

  private WebSocket connect(Client client) {
    return http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port()), client)
        .join();
  }

  private static LivePose pose(long step) {
    Joints3d joints = new Joints3d();
    for (int j = 0; j < 13; j++) {
      joints.set(j, step, 100 * j, 50, 0.5, new double[6], 1, 3);
    }
    return LivePose.of(
        new Pose3dMessage(
            "lab",
            step,
            10_000,
            (step + 1) * 10_000,
            0,
            true,
            List.of("a", "b"),
            2,
            Pose3dMessage.keypoints(joints),
            0,
            0,
            0,
            new Inputs("", "", "", "")));
  }

  @Test
  void aClientGetsTheSkeletonThenPoses() throws Exception {
    start(4);
    Client client = new Client(false);
    connect(client);
    Await.until("the skeleton came", PATIENCE, () -> client.texts.size() == 1);
    server.send(pose(7));
    Await.until("a pose came", PATIENCE, () -> client.texts.size() == 2);
    assertThat(client.texts.poll()).startsWith("{\"type\":\"skeleton\"");
    assertThat(client.texts.poll()).startsWith("{\"type\":\"pose\",\"step\":7,");
    assertThat(server.where()).isEqualTo("ws://127.0.0.1:" + server.port());
  }

  @Test
  void aSlowClientLosesPicturesAndOthersDoNot() throws Exception {
    start(4);
    Client slow = new Client(true);
    Client quick = new Client(false);
    connect(slow);
    connect(quick);
    Await.until("the skeleton came", PATIENCE, () -> quick.texts.size() == 1);
    long step = 0;
    while (server.counts().get("posesSkipped") < 100) { // until the kernel's buffers are full
      assertThat(step).isLessThan(200_000);
      server.send(pose(step++));
    }
    long last = step;
    Await.until(
        "the quick one gets the newest pose",
        PATIENCE,
        () -> {
          server.send(pose(last));
          return quick.texts.stream().anyMatch(t -> t.contains("\"step\":" + last + ","));
        });
    assertThat(slow.texts).isEmpty();
  }

  @Test
  void thereIsALimitOfClients() throws Exception {
    start(1);
    Client first = new Client(false);
    connect(first);
    Await.until("the first is in", PATIENCE, () -> first.texts.size() == 1);
    Client second = new Client(false);
    connect(second);
    Await.until("the second is sent away", PATIENCE, () -> second.closed == 1013);
    assertThat(second.texts).isEmpty();
    assertThat(server.counts().get("clientsRefused")).isEqualTo(1);
    server.send(pose(1));
    Await.until("the first goes on", PATIENCE, () -> first.texts.size() == 2);
  }

  @Test
  void foreignPagesAreRefused() throws Exception {
    start(4);
    for (String origin : List.of("https://evil.example", "null", "http://localhost.evil.example")) {
      assertThatThrownBy(() -> connectFrom(origin)).isInstanceOf(CompletionException.class);
    }
    for (String origin :
        List.of("http://localhost:3000", "http://127.0.0.1", "https://app.foxglove.dev")) {
      connectFrom(origin);
    }
    Await.until("three are in", PATIENCE, () -> server.counts().get("clients") == 3);
  }

  private void connectFrom(String origin) {
    http.newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port()), new Client(false))
        .join();
  }

  @Test
  void foxgloveClientsMustAskForItsProtocol() throws Exception {
    server =
        SocketServer.start(
            new FoxgloveSocket("lab"), new InetSocketAddress("127.0.0.1", 0), 4, List.of());
    Client client = new Client(false);
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols(FoxgloveSocket.SUBPROTOCOL)
            .buildAsync(URI.create("ws://127.0.0.1:" + server.port()), client)
            .join();
    assertThat(socket.getSubprotocol()).isEqualTo(FoxgloveSocket.SUBPROTOCOL);
    Await.until(
        "it is told of channels",
        PATIENCE,
        () -> client.texts.stream().anyMatch(t -> t.contains("advertise")));
    assertThatThrownBy(() -> connect(new Client(false))).isInstanceOf(CompletionException.class);
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    start(1);
    InetSocketAddress taken = new InetSocketAddress("127.0.0.1", server.port());
    assertThatThrownBy(() -> SocketServer.start(new PoseSocket("lab"), taken, 1, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "nobody can listen there, is the port taken? host=127.0.0.1, port=" + server.port());
  }
}
