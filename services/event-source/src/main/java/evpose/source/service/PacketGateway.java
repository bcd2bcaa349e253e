package evpose.source.service;

import evpose.streaming.KafkaAccess;
import evpose.streaming.RigRegistry;
import evpose.streaming.StreamsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes event packets over TCP from cameras that have no Kafka client, and publishes them as they
 * are. Its rigs must be registered: they say which partition is whose.
 *
 * <pre>
 *   camera -> gateway   u32 length, little-endian | an event packet (EVP1)      again and again
 *   gateway -> camera   {"stored": n}                                           a line of JSON
 *                       {"refused": n, "reason": "...", "message": "..."}       and the connection ends
 * </pre>
 *
 * {@code stored} is how many packets of this connection, from its first on, are on the broker for
 * good; after a broken connection a camera sends again what it has no such word for. A packet that
 * comes twice is known by its sequence downstream. When Kafka is slow the gateway reads no further,
 * which holds the camera up: nothing is dropped here.
 *
 * <p>Each connection has a thread of its own; there are at most {@link #MAX_CONNECTIONS}.
 */
public final class PacketGateway implements AutoCloseable {
  static final int MAX_CONNECTIONS = 64;

  private static final Logger log = LoggerFactory.getLogger(PacketGateway.class);

  private final ServerSocket server;
  private final Producer<byte[], byte[]> producer;
  private final Destinations destinations;
  private final Set<GatewayConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private volatile boolean closed;

  /**
   * What came so far.
   *
   * @param connections how often a camera connected
   * @param stored packets that are on the broker
   * @param refused packets that no rig knows, or that are none
   */
  public record Summary(long connections, long stored, long refused) {}

  /**
   * Begins to listen.
   *
   * @param bootstrap where Kafka is
   * @param address this machine's, host:port; port 0 takes any
   * @throws SourceException when the address cannot be had; one line
   * @throws IllegalStateException when no broker answers; one line
   */
  public static PacketGateway open(String bootstrap, String address) {
    InetSocketAddress local = LiveAddress.socket(address, address);
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    Destinations destinations = new Destinations(new RigRegistry(config)::rigs, System::nanoTime);
    destinations.refresh();
    config.putAll(StreamsSettings.producer());
    ServerSocket server = listen(local);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    return new PacketGateway(server, producer, destinations);
  }

  private static ServerSocket listen(InetSocketAddress local) {
    try {
      return new ServerSocket(
          local.getPort(), MAX_CONNECTIONS, InetAddress.getByName(local.getHostString()));
    } catch (IOException e) {
      throw new SourceException(
          "packets cannot be listened for there, is the port taken? address="
              + local.getHostString()
              + ":"
              + local.getPort()
              + ", cause="
              + e.getMessage(),
          e);
    }
  }

  private PacketGateway(
      ServerSocket server, Producer<byte[], byte[]> producer, Destinations destinations) {
    this.server = server;
    this.producer = producer;
    this.destinations = destinations;
    Thread accepting = new Thread(this::accept, "packet-gateway");
    accepting.setDaemon(true);
    accepting.start();
    log.info("packets are listened for: address={}", server.getLocalSocketAddress());
  }

  /** The port that is listened on. */
  public int port() {
    return server.getLocalPort();
  }

  public Summary summary() {
    return new Summary(accepted.get(), stored.get(), refused.get());
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        if (connections.size() < MAX_CONNECTIONS) {
          serve(socket);
        } else {
          log.warn("too many cameras, one is sent away: from={}", socket.getRemoteSocketAddress());
          socket.close();
        }
      } catch (IOException e) {
        if (!closed) {
          log.warn("a camera could not connect: cause={}", e.getMessage());
        }
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    GatewayConnection connection =
        new GatewayConnection(
            socket, producer, destinations, InstantSource.system(), stored, refused);
    accepted.incrementAndGet();
    connections.add(connection);
    Thread thread =
        new Thread(
            () -> {
              connection.serve();
              connections.remove(connection);
            },
            "packet-gateway-" + socket.getPort());
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends all connections; what was read is on the broker when this returns. */
  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      log.debug("the gateway's socket did not close", e);
    }
    connections.forEach(GatewayConnection::close);
    producer.close();
  }
}
