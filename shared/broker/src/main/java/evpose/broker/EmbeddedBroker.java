package evpose.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker and its KRaft controller in this JVM, on 127.0.0.1 only, with its data in a
 * directory: topics, records and consumer positions outlive it.
 *
 * <pre>
 *   try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
 *     broker.start();
 *     client.put("bootstrap.servers", broker.bootstrap());
 *   }
 * </pre>
 *
 * May be started again after {@link #close}, on the same port. A start takes 4 s in a cold JVM, one
 * in a warm. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final Path directory;
  private final BrokerSettings settings;
  private int port;
  private volatile @Nullable KafkaRaftServer server;
  private @Nullable DirectoryLock lock;

  /** With {@link BrokerSettings#defaults}. */
  public EmbeddedBroker(Path directory, int port) {
    this(directory, port, BrokerSettings.defaults());
  }

  /**
   * @param directory where data is kept; made when missing
   * @param port where clients connect; 0 takes a free one
   */
  public EmbeddedBroker(Path directory, int port, BrokerSettings settings) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port must be in [0, 65535]: port=" + port);
    }
    this.directory = directory.toAbsolutePath();
    this.port = port;
    this.settings = settings;
  }

  /**
   * Starts and waits until clients may connect. Does nothing when running.
   *
   * @throws IllegalStateException if the port or the directory is in use, in one line
   * @throws UncheckedIOException if the directory cannot be written
   */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    try {
      int[] free = LoopbackPort.twoFree();
      if (port == 0) {
        port = free[0];
      }
      LoopbackPort.requireFree(port);
      Files.createDirectories(directory);
      lock = DirectoryLock.take(directory);
      int controllerPort = free[1] == port ? free[0] : free[1];
      startServer(
          KafkaConfig.fromProps(BrokerProperties.of(directory, port, controllerPort, settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the broker cannot write its data directory, choose another: directory=" + directory, e);
    }
  }

  private void startServer(KafkaConfig config) throws IOException {
    BrokerFaults.intercept();
    boolean started = false;
    try {
      formatOnce();
      KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
      server = starting;
      starting.startup();
      started = true;
    } catch (RuntimeException e) {
      throw BrokerFaults.first()
          .<RuntimeException>map(fault -> new IllegalStateException(fault + whatToDo(), e))
          .orElse(e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Where clients connect, {@code 127.0.0.1:port}; known once started. */
  public synchronized String bootstrap() {
    if (port == 0) {
      throw new IllegalStateException(
          "the broker has no port before it is started: directory=" + directory);
    }
    return LoopbackPort.HOST + ":" + port;
  }

  /**
   * Why the running broker no longer serves, with where it keeps its data and how much room is left
   * there; empty when it serves. Does not wait for a start or a close in another thread to end.
   */
  public Optional<String> fault() {
    return server == null ? Optional.empty() : BrokerFaults.first().map(f -> f + whatToDo());
  }

  private String whatToDo() {
    String room;
    try {
      room = (Files.getFileStore(directory).getUsableSpace() >> 20) + " MiB";
    } catch (IOException e) {
      room = "not known";
    }
    return "; what it accepted is kept: see that the directory can be written and has room, then"
        + " start again: directory="
        + directory
        + ", free="
        + room;
  }

  /** Shuts down cleanly: everything written is on disk, the next start needs no recovery. */
  @Override
  public synchronized void close() {
    KafkaRaftServer running = server;
    server = null;
    try {
      if (running != null) {
        running.shutdown();
        running.awaitShutdown();
      }
    } finally {
      releaseDirectory();
    }
  }

  private void releaseDirectory() {
    DirectoryLock held = lock;
    lock = null;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the lock stays: directory=" + directory, e);
      }
    }
  }

  private void formatOnce() throws IOException {
    if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
            .setNodeId(BrokerProperties.NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(BrokerProperties.CONTROLLER)
            .setMetadataLogDirectory(directory.toString())
            .addDirectory(directory.toString())
            .setIgnoreFormatted(true)
            .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION);
    try {
      formatter.run();
    } catch (IOException | FormatterException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // declared by run(), which throws nothing else
      throw new IllegalStateException("the data directory cannot be formatted: " + directory, e);
    }
  }
}
