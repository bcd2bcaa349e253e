package evpose.training.triangulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.temporal.TemporalBundle;
import evpose.training.Progress;
import evpose.training.Stop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TriangulationTrainingTest {
  @TempDir Path dir;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private TriangulationPlan plan(String name, int iterations) throws IOException {
    Path file = dir.resolve(name + ".json");
    Files.writeString(
        file,
        """
        {"name": "%s", "runs": "%s", "validationSubjects": [10], "width": 8, "blocks": 2, "disguise": false,
         "iterations": %d, "minutes": 0, "batch": 16, "learningRate": 5e-3, "dropout": 0.1, "windows": 60}
        """
            .formatted(name, dir.resolve("runs"), iterations));
    return TriangulationPlan.read(file);
  }

  private TriangulationTraining training(TriangulationPlan plan, Stop stop) throws IOException {
    List<EstimatedTake> takes =
        List.of(Estimates.of(1, 120, 30), Estimates.of(2, 120, 30), Estimates.of(10, 120, 30));
    Progress progress =
        new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), System::nanoTime);
    return new TriangulationTraining(plan, takes, progress, stop, System::nanoTime);
  }

  @Test
  void learnsToBeBetterThanGeometryAndExportsWhatCanBeLoaded() throws IOException {
    TriangulationPlan plan = plan("learns", 250);
    assertThat(training(plan, new Stop(plan.runDirectory())).run()).isTrue();
    String[] last = Files.readString(plan.runDirectory().resolve("curve.tsv")).split("\\s+");
    double learned = Double.parseDouble(last[last.length - 2]);
    double geometry = Double.parseDouble(last[last.length - 3]);
    assertThat(learned).isLessThan(0.9 * geometry);
    Path best = plan.runDirectory().resolve("best/triangulation.safetensors");
    TemporalBundle bundle = TemporalBundle.load(best);
    assertThat(bundle.hybridSha256()).isEqualTo("0123456789abcdef".repeat(4));
    assertThat(bundle.cameras()).extracting(c -> c.id()).containsExactly("cam3", "cam2");
  }

  @Test
  void stoppedAndGoneOnWithIsAsThroughInOneGo() throws IOException {
    TriangulationPlan through = plan("through", 9);
    assertThat(training(through, new Stop(through.runDirectory())).run()).isTrue();
    TriangulationPlan cut = plan("cut", 9);
    Stop stop =
        new Stop(cut.runDirectory()) {
          private int left = 4;

          @Override
          public boolean requested() {
            return left-- == 0;
          }
        };
    assertThat(training(cut, stop).run()).isFalse();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("stopped after iteration 4");
    assertThat(training(cut, new Stop(cut.runDirectory())).run()).isTrue();
    assertThat(weights(cut)).isEqualTo(weights(through));
  }

  private static byte[] weights(TriangulationPlan plan) throws IOException {
    return Files.readAllBytes(plan.runDirectory().resolve("latest/triangulation.safetensors"));
  }

  @Test
  void aPlanThatDoesNotFitIsRefusedByItsKey() throws IOException {
    Path file = dir.resolve("plan.json");
    Files.writeString(file, "{\"answer\": \"guess\"}");
    assertThatThrownBy(() -> TriangulationPlan.read(file))
        .hasMessage(file + ": triangulation plan: answer must be pose or blend: value=guess");
    Files.writeString(file, "{\"widht\": 64}");
    assertThatThrownBy(() -> TriangulationPlan.read(file)).hasMessageContaining("widht");
    Files.writeString(file, "{\"validationSubjects\": [1, 2, 10]}");
    TriangulationPlan nobody = TriangulationPlan.read(file);
    assertThatThrownBy(() -> training(nobody, new Stop(dir)))
        .hasMessageStartingWith("there must be somebody to learn from");
  }
}
