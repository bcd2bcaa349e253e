package evpose.cli.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A broker and instances of services, each a process, over one data directory. Not thread-safe. */
final class Household implements AutoCloseable {
  /** The second compiler is not worth its time in a process that lives for seconds. */
  private static final List<String> QUICK_START =
      List.of("-Xms64m", "-Xmx512m", "-XX:TieredStopAtLevel=1");

  private static final List<String> NETWORK = List.of("-Xms128m", "-Xmx768m");

  private final Path directory;
  private final ChaosSettings settings;
  private final int port;
  private final ChildProcess broker;
  private final Map<String, ChildProcess> services = new TreeMap<>();

  Household(Path directory, ChaosSettings settings) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.settings = settings;
    port = freePort();
    broker =
        child(
            "broker",
            QUICK_START,
            List.of("run", "broker", "--port", "" + port, "--data-dir", "" + in("broker")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path in(String name) {
    return directory.resolve(name);
  }

  private ChildProcess child(String name, List<String> jvm, List<String> arguments) {
    return new ChildProcess(name, arguments, jvm, in(name + ".log"));
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  ChildProcess broker() {
    return broker;
  }

  /** The instance of this name, such as {@code camera-1}; it is made when it is not known. */
  ChildProcess service(String name) {
    return services.computeIfAbsent(name, this::make);
  }

  private ChildProcess make(String name) {
    String kind = name.substring(0, name.indexOf('-'));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "run",
            kind + "-service",
            "--bootstrap",
            bootstrap(),
            "--data-dir",
            "" + in("state-" + name)));
    switch (kind) {
      case "camera" -> {
        set(arguments, "evpose.camera.fast-failover", "" + settings.fastFailover());
        if (settings.shedAfterMillis() > 0) {
          set(arguments, "evpose.camera.exactly-once", "true");
          set(arguments, "evpose.camera.shed-after-millis", "" + settings.shedAfterMillis());
        }
        set(arguments, "evpose.camera.warm-up-steps", "100");
        set(arguments, "evpose.camera.model", settings.model());
        set(arguments, "evpose.camera.threads", "1");
      }
      case "triangulation" ->
          set(arguments, "evpose.triangulation.fast-failover", "" + settings.fastFailover());
      default -> set(arguments, "server.port", "0");
    }
    return child(name, kind.equals("camera") ? NETWORK : QUICK_START, arguments);
  }

  private static void set(List<String> arguments, String key, String value) {
    arguments.add("--set");
    arguments.add(key + "=" + value);
  }

  /** Stops all services, the broker stays. */
  void stopServices() throws InterruptedException {
    for (ChildProcess service : services.values()) {
      service.stop();
    }
  }

  /** Kills whatever still runs. */
  @Override
  public void close() {
    try {
      for (ChildProcess service : services.values()) {
        service.kill();
      }
      broker.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
