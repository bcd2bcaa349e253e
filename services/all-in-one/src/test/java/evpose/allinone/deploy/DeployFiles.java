package evpose.allinone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files by which evpose is deployed, as maps and lists. */
final class DeployFiles {
  /** Services with an image of their own, and the settings that each takes from its environment. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "camera-service", "services/camera-service/src/main/resources/camera-service.yml",
          "triangulation-service",
              "services/triangulation-service/src/main/resources/triangulation-service.yml",
          "metrics-service", "services/metrics-service/src/main/resources/metrics-service.yml",
          "event-source", "services/event-source/src/main/resources/event-source.yml");

  /** Of a service's user on the broker, {@code Rights.key()}. */
  static final Map<String, String> USERS =
      Map.of(
          "camera-service", "camera",
          "triangulation-service", "triangulation",
          "metrics-service", "metrics",
          "event-source", "source");

  private static final Path ROOT = Path.of("../..");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+):");

  private DeployFiles() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> yaml(String name) {
    return documents(text(name)).get(0);
  }

  /** All documents of a text that holds several. */
  static List<Map<String, Object>> documents(String text) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      if (document != null) {
        documents.add(map(document));
      }
    }
    return documents;
  }

  /** Environment variables that a service's settings name, and those of the house. */
  static Set<String> environment(String service) {
    Set<String> names = new TreeSet<>(Set.of("EVPOSE_KAFKA_CONFIG", "EVPOSE_JAVA_OPTS"));
    Matcher placeholder = PLACEHOLDER.matcher(text(SETTINGS.get(service)));
    while (placeholder.find()) {
      names.add(placeholder.group(1));
    }
    return names;
  }

  /** What lies at the end of keys, or null where one is missing. */
  static Object at(Object from, String... keys) {
    Object here = from;
    for (String key : keys) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return here;
  }

  @SuppressWarnings("unchecked") // keys of these files are text
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static <T> List<T> list(Object value) {
    return value == null ? List.of() : (List<T>) value;
  }
}
