package evpose.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Recording and alert rules: their unit tests pass, and none is without one. */
class RulesTest {
  private static final Path PROMETHEUS = Dashboard.DEPLOY.resolve("prometheus");

  @Test
  void theirUnitTestsPass() throws Exception {
    String promtool = Programs.require("promtool").toString();
    Programs.run(
        List.of(promtool, "check", "config", PROMETHEUS.resolve("prometheus.yml").toString()));
    for (Path test : files("tests")) {
      assertThat(Programs.run(List.of(promtool, "test", "rules", test.toString())))
          .contains("SUCCESS");
    }
  }

  @Test
  void noneIsWithoutATestAndEveryAlertSaysWhatToDo() throws IOException {
    String tests = "";
    for (Path file : files("tests")) {
      tests += Files.readString(file);
    }
    for (Map<?, ?> rule : rules()) {
      if (rule.get("alert") != null) {
        assertThat(tests).contains("alertname: " + rule.get("alert"));
        Map<?, ?> words = (Map<?, ?>) rule.get("annotations");
        assertThat(words.get("summary")).asString().isNotBlank();
        assertThat(words.get("action")).asString().isNotBlank();
        assertThat(((Map<?, ?>) rule.get("labels")).get("severity")).isIn("warning", "critical");
      } else {
        assertThat(tests).contains(String.valueOf(rule.get("record")));
      }
    }
  }

  /** All rules of all files. */
  static List<Map<?, ?>> rules() throws IOException {
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Path file : files("rules")) {
      Map<String, List<Map<String, List<Map<?, ?>>>>> yaml =
          new Yaml().load(Files.readString(file));
      yaml.getOrDefault("groups", List.of())
          .forEach(group -> rules.addAll(group.getOrDefault("rules", List.of())));
    }
    assertThat(rules).hasSizeGreaterThan(10);
    return rules;
  }

  private static List<Path> files(String folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var all = Files.newDirectoryStream(PROMETHEUS.resolve(folder), "*.yml")) {
      all.forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    return files;
  }
}
