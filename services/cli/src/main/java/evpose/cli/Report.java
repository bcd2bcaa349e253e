package evpose.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The machine-readable result that every long command writes: what ran, where, and what came out.
 */
final class Report {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  Report(String command, Instant startedAt, double seconds) {
    fields.put("command", command);
    fields.put("version", Evpose.Version.text());
    fields.put("startedAt", startedAt.toString());
    fields.put("seconds", seconds);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cpu", cpu());
    machine.put("cores", cores());
    machine.put("jdk", jdk());
    fields.put("machine", machine);
  }

  Report with(Map<String, ?> results) {
    fields.putAll(results);
    return this;
  }

  void write(Path file) {
    try {
      Files.writeString(file, toJson(fields) + System.lineSeparator(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure("the report could not be written: file=" + file + ", cause=" + e, e);
    }
  }

  /** On one line. */
  static String toJsonLine(Object value) {
    return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
  }

  static String toJson(Object value) {
    return JSON.writeValueAsString(value);
  }

  /** The machine in one line, for people. */
  static String machineText() {
    return cpu() + ", " + cores() + " cores, JDK " + jdk();
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String jdk() {
    return Runtime.version().toString();
  }

  private static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (BufferedReader lines = Files.newBufferedReader(info)) {
        String line;
        while ((line = lines.readLine()) != null) {
          if (line.startsWith("model name")) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
      } catch (IOException e) {
        return System.getProperty("os.arch"); // a nicety, not worth failing a run for
      }
    }
    return System.getProperty("os.arch");
  }
}
