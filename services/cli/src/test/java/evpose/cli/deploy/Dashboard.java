package evpose.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard of deploy/grafana, as far as tests ask. */
record Dashboard(Path file, JsonNode json) {
  /** The folder, seen from this module, where Maven runs tests. */
  static final Path DEPLOY = Path.of("..", "..", "deploy").toAbsolutePath().normalize();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One question of one panel. */
  record Question(String dashboard, String panel, String expr) {
    /** With what Grafana would put in for its variables. */
    String asked(String interval, String range) {
      return expr.replace("$__rate_interval", interval)
          .replace("$__range", range)
          .replace("$rig", ".*")
          .replace("$camera", ".*");
    }

    @Override
    public String toString() {
      return dashboard + " / " + panel + ": " + expr;
    }
  }

  static List<Dashboard> all() throws IOException {
    List<Dashboard> all = new ArrayList<>();
    try (var files = Files.newDirectoryStream(DEPLOY.resolve("grafana/dashboards"), "*.json")) {
      for (Path file : files) {
        all.add(new Dashboard(file, JSON.readTree(Files.readString(file))));
      }
    }
    return all;
  }

  String text(String key) {
    return json.path(key).asString("");
  }

  /** Rows included. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    json.path("panels").forEach(panels::add);
    return panels;
  }

  static boolean isRow(JsonNode panel) {
    return panel.path("type").asString("").equals("row");
  }

  List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (JsonNode panel : panels()) {
      panel
          .path("targets")
          .forEach(
              target ->
                  questions.add(
                      new Question(
                          text("title"),
                          panel.path("title").asString(""),
                          target.path("expr").asString(""))));
    }
    return questions;
  }
}
