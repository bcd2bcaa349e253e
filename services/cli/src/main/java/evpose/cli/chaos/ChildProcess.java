package evpose.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service in a JVM of its own, started again and again under one name. It ends with this process,
 * whose end it sees at its standard input. Not thread-safe but for {@link #pid}.
 */
final class ChildProcess {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(25);

  private final String name;
  private final List<String> arguments;
  private final List<String> jvm;
  private final Path log;
  private volatile @Nullable Process process;
  private boolean frozen;
  private int lives;

  /**
   * @param arguments of {@code evpose}
   * @param jvm options, such as {@code -Xmx256m}
   * @param log what it says is appended here
   */
  ChildProcess(String name, List<String> arguments, List<String> jvm, Path log) {
    this.name = name;
    this.arguments = List.copyOf(arguments);
    this.jvm = List.copyOf(jvm);
    this.log = log;
  }

  /** Starts it, unless it runs. */
  void start() {
    if (isUp()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(ChildProcess::isInherited)
        .forEach(command::add);
    command.addAll(jvm);
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith("-exec.jar")) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, "evpose.cli.Evpose"));
    }
    command.addAll(arguments);
    command.add("--until-input-ends");
    lives++;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOSTNAME", host()); // poses say in a header who made them
    builder.environment().putIfAbsent("EVPOSE_LOG_LEVEL", "INFO");
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    try {
      process = builder.start();
      frozen = false;
    } catch (IOException e) {
      throw new UncheckedIOException("a service could not be started: name=" + name, e);
    }
  }

  /** Modules, collector, and the archive of classes that {@code EVPOSE_ARCHIVE} makes. */
  private static boolean isInherited(String option) {
    return option.startsWith("--")
        || (option.startsWith("-XX:+Use") && !option.contains("Perf"))
        || option.startsWith("-XX:AOTCache=")
        || option.startsWith("-XX:SharedArchiveFile=")
        || option.startsWith("-Xlog:");
  }

  String name() {
    return name;
  }

  /** What this life of it calls itself: its name and how often it was started. */
  String host() {
    return name + "." + lives;
  }

  /** Its process id, or -1 when it does not run. */
  long pid() {
    Process running = process;
    return running != null && running.isAlive() ? running.pid() : -1;
  }

  boolean isUp() {
    return process != null && process.isAlive();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** SIGTERM, and SIGKILL when that does not help in time. */
  void stop() throws InterruptedException {
    if (process == null) {
      return;
    }
    thaw();
    process.destroy();
    if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
    }
  }

  /** SIGSTOP. */
  void freeze() throws InterruptedException {
    if (isUp()) {
      signal("STOP");
      frozen = true;
    }
  }

  /** SIGCONT, when it is frozen. */
  void thaw() throws InterruptedException {
    if (frozen && isUp()) {
      signal("CONT");
    }
    frozen = false;
  }

  private void signal(String signal) throws InterruptedException {
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("a signal could not be sent: signal=" + signal, e);
    }
  }
}
