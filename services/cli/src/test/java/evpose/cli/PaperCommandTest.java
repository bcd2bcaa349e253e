package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PaperCommandTest {
  @TempDir Path folder;

  @Test
  void reportsThatAreGivenAreLaidBesideThePaper() throws IOException {
    Path report = folder.resolve("r.json");
    Files.writeString(
        report, "{\"preset\": \"compact\", \"variants\": {\"D\": {\"mpjpe2dPx\": 4.5}}}");
    Path out = folder.resolve("deep/paper");
    assertThat(Evpose.execute("paper", "--out", out.toString(), "--reports", report.toString()))
        .isZero();
    JsonNode json = new JsonMapper().readTree(Files.readAllBytes(out.resolve("paper.json")));
    assertThat(json.path("command").asString()).isEqualTo("paper");
    JsonNode row = json.path("sections").path("figure-6").path("rows").get(3);
    assertThat(row.path("px").path("paper").asDouble()).isEqualTo(5.19);
    assertThat(row.path("px").path("ours").asDouble()).isEqualTo(4.5);
    assertThat(Files.readString(out.resolve("paper.html"))).contains("Figure 6");
  }

  @Test
  void whatIsNoReportIsNamed() throws IOException {
    Path torn = folder.resolve("torn.json");
    Files.writeString(torn, "{\"preset\": ");
    assertThat(Evpose.execute("paper", "--out", folder.toString(), "--reports", torn.toString()))
        .isEqualTo(1);
    assertThat(
            Evpose.execute(
                "paper", "--out", folder.toString(), "--reports", folder + "/missing.json"))
        .isEqualTo(1);
    Path nameless = folder.resolve("nameless.json");
    Files.writeString(nameless, "{}");
    assertThat(
            Evpose.execute("paper", "--out", folder.toString(), "--reports", nameless.toString()))
        .isEqualTo(2);
  }
}
