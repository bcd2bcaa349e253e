package evpose.cli.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A broker and instances of services, each a process, over one data directory. Not thread-safe but
 * for {@link #running}.
 */
final class Household implements AutoCloseable {
  /** The second compiler is not worth its time in a process that lives for seconds. */
  private static final List<String> QUICK_START =
      List.of("-Xms64m", "-Xmx512m", "-XX:TieredStopAtLevel=1");

  /** The broker stays: with both compilers it takes a third less of a core after half a minute. */
  private static final List<String> LONG_LIVED = List.of("-Xms64m", "-Xmx512m");

  /** The network needs the second compiler; the thousands of methods around it do not. */
  private static final String COMPILE_THE_NETWORK = "/evpose/cli/compile-the-network.json";

  private final Path directory;
  private final ChaosSettings settings;
  private final int port;
  private final ChildProcess broker;
  private final Map<String, ChildProcess> services = new ConcurrentSkipListMap<>();
  private final List<String> network;

  Household(Path directory, ChaosSettings settings) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.settings = settings;
    port = freePort();
    Path directives = in("compile-the-network.json");
    try (InputStream resource = Household.class.getResourceAsStream(COMPILE_THE_NETWORK)) {
      Files.write(directives, Objects.requireNonNull(resource, COMPILE_THE_NETWORK).readAllBytes());
    }
    network =
        List.of(
            "-Xms128m",
            "-Xmx768m",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompilerDirectivesFile=" + directives);
    broker =
        child(
            "broker",
            LONG_LIVED,
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
    return child(name, kind.equals("camera") ? network : QUICK_START, arguments);
  }

  /** Process ids and names of those that run; from any thread. */
  Map<Long, String> running() {
    Map<Long, String> running = new TreeMap<>();
    running.put(broker.pid(), broker.name());
    services.forEach((name, service) -> running.put(service.pid(), name));
    running.remove(-1L);
    return running;
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
