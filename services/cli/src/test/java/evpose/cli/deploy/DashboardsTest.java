package evpose.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** What Grafana asks of a dashboard, as far as that shows without Grafana. */
class DashboardsTest {
  /** Grafana 10 and later read it; later ones raise it themselves. */
  private static final int SCHEMA = 39;

  private static final Pattern METRIC =
      Pattern.compile("\\b((?:evpose|jvm|process|system)_[a-z0-9_]+)");
  private static final Set<String> VARIABLES =
      Set.of("datasource", "rig", "camera", "__rate_interval", "__range");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]+)");

  @Test
  void thereAreTwoAndTheyAreTheirOwn() throws IOException {
    List<Dashboard> all = Dashboard.all();
    assertThat(all).extracting(d -> d.text("uid")).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(d -> d.text("uid"))
        .containsExactlyInAnyOrder("evpose-operations", "evpose-accuracy-power");
    for (Dashboard dashboard : all) {
      assertThat(dashboard.json().path("schemaVersion").asInt()).isEqualTo(SCHEMA);
      assertThat(dashboard.text("uid")).matches("[A-Za-z0-9_-]{1,40}");
      assertThat(dashboard.text("title")).isNotBlank();
      assertThat(dashboard.json().has("id")).as("an id belongs to one Grafana only").isFalse();
    }
  }

  @Test
  void panelsHaveIdsOfTheirOwnAWordOfExplanationAndAPlaceOfTheirOwn() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      assertThat(dashboard.panels()).extracting(p -> p.path("id").asInt()).doesNotHaveDuplicates();
      Set<String> taken = new HashSet<>();
      for (JsonNode panel : dashboard.panels()) {
        JsonNode at = panel.path("gridPos");
        assertThat(at.path("x").asInt() + at.path("w").asInt()).isBetween(1, 24);
        for (int x = 0; x < at.path("w").asInt(); x++) {
          for (int y = 0; y < at.path("h").asInt(); y++) {
            String cell = (at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y);
            assertThat(taken.add(cell)).as("two panels at " + cell + ": " + panel).isTrue();
          }
        }
        if (!Dashboard.isRow(panel)) {
          assertThat(panel.path("title").asString("")).isNotBlank();
          assertThat(panel.path("description").asString("")).isNotBlank();
          assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString(""))
              .isNotBlank();
        }
      }
    }
  }

  @Test
  void everyPanelAsksThePrometheusThatIsChosen() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      for (JsonNode panel : dashboard.panels()) {
        if (Dashboard.isRow(panel)) {
          continue;
        }
        assertThat(panel.path("targets")).isNotEmpty();
        List<String> ids = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
          ids.add(target.path("refId").asString(""));
          assertThat(target.path("expr").asString("")).isNotBlank();
          assertThat(target.path("datasource").path("uid").asString("")).isEqualTo("${datasource}");
        }
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
        assertThat(panel.path("datasource").path("type").asString("")).isEqualTo("prometheus");
      }
    }
  }

  @Test
  void variablesThatAreUsedAreThere() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      List<String> declared = new ArrayList<>(List.of("__rate_interval", "__range"));
      dashboard
          .json()
          .path("templating")
          .path("list")
          .forEach(v -> declared.add(v.path("name").asString("")));
      assertThat(declared).containsExactlyInAnyOrderElementsOf(VARIABLES);
      for (Dashboard.Question question : dashboard.questions()) {
        Matcher used = VARIABLE.matcher(question.expr());
        while (used.find()) {
          assertThat(declared).as(question.toString()).contains(used.group(1));
        }
      }
    }
  }

  @Test
  void everyMeterOfTheProductIsOneThatItsReadmeLists() throws IOException {
    String readme = Files.readString(Path.of("..", "metrics-service", "README.md"));
    for (Dashboard dashboard : Dashboard.all()) {
      for (Dashboard.Question question : dashboard.questions()) {
        Matcher metric = METRIC.matcher(question.expr());
        while (metric.find()) {
          String name = metric.group(1).replaceFirst("_(bucket|sum|count)$", "");
          if (name.startsWith("evpose_")) {
            assertThat(readme).as(question.toString()).contains("`" + name + "`");
          }
        }
      }
    }
  }

  @Test
  void provisioningNamesWhatIsThere() throws IOException {
    Path provisioning = Dashboard.DEPLOY.resolve("grafana/provisioning");
    String source = Files.readString(provisioning.resolve("datasources/evpose.yml"));
    String boards = Files.readString(provisioning.resolve("dashboards/evpose.yml"));
    assertThat(new Yaml().<Object>load(source)).isNotNull();
    assertThat(new Yaml().<Object>load(boards)).isNotNull();
    assertThat(source).contains("type: prometheus", "url: ${PROMETHEUS_URL}");
    assertThat(boards).contains("type: file", "path: /var/lib/grafana/dashboards/evpose");
  }
}
