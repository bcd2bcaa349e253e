package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.weights.ModelBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WeightsCommandTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(out);
    System.setErr(err);
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  private String complaint() {
    return complained.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void theSpikingPartGoesToANirGraphAndBack() throws IOException {
    assertThat(
            Evpose.execute(
                "weights",
                "export",
                "compact",
                "--nir",
                "--out",
                in("a.nir"),
                "--traces",
                in("t.h5"),
                "--trace-steps",
                "2"))
        .isZero();
    assertThat(folder.resolve("t.h5")).isNotEmptyFile();
    assertThat(
            Evpose.execute(
                "weights",
                "import",
                in("a.nir"),
                "--base",
                "compact",
                "--out",
                in("b.safetensors")))
        .isZero();
    ModelBundle back = ModelBundle.load(folder.resolve("b.safetensors"));
    ModelBundle sent = ModelBundle.shipped("compact");
    assertThat(back.description()).isEqualTo(sent.description());
    assertThat(back.tensors().get("conv1_cnn.weight").data())
        .isEqualTo(sent.tensors().get("conv1_cnn.weight").data());
    assertThat(back.tensors().get("temporalflat_snn.conv2d.weight").data())
        .isEqualTo(sent.tensors().get("temporalflat_snn.conv2d.weight").data());
    assertThat(
            Evpose.execute(
                "weights",
                "import",
                in("a.nir"),
                "--base",
                "compact",
                "--preset",
                "compact",
                "--out",
                in("c.safetensors")))
        .isEqualTo(2);
    assertThat(complaint()).startsWith("a NIR graph takes its network from --base alone");
  }

  @Test
  void randomWeightsAreTheSameForTheSameSeedAndMakeAModel() throws IOException {
    for (String file : new String[] {"a.safetensors", "b.safetensors"}) {
      assertThat(Evpose.execute("weights", "random", "--preset", "study", "--out", in(file)))
          .isZero();
    }
    ModelBundle a = ModelBundle.load(folder.resolve("a.safetensors"));
    assertThat(a.description().preset()).isEqualTo("study");
    assertThat(a.sha256()).isEqualTo(ModelBundle.load(folder.resolve("b.safetensors")).sha256());
    assertThat(
            Evpose.execute("weights", "random", "--preset", "huge", "--out", in("c.safetensors")))
        .isEqualTo(2);
    assertThat(complaint()).contains("preset=huge");
  }

  @Test
  void theShippedModelGoesToPyTorchAndBack() throws IOException {
    assertThat(Evpose.execute("weights", "export", "compact", "--out", in("c.pth"))).isZero();
    assertThat(
            Evpose.execute(
                "weights",
                "import",
                in("c.pth"),
                "--preset",
                "compact",
                "--out",
                in("c.safetensors")))
        .isZero();
    String sha256 = ModelBundle.shipped("compact").sha256();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("c.pth: preset compact, 200 tensors", "model sha256 " + sha256);
    said.reset();
    assertThat(Evpose.execute("weights", "info", in("c.safetensors"), "--json")).isZero();
    JsonNode info = new JsonMapper().readTree(said.toString(StandardCharsets.UTF_8));
    assertThat(info.get("format").asString()).isEqualTo("safetensors");
    assertThat(info.get("modelSha256").asString()).isEqualTo(sha256);
    assertThat(info.get("parameters").asLong()).isEqualTo(1_558_613);
    assertThat(info.get("parametersOf").get("snn").asLong()).isEqualTo(276_544);
    assertThat(info.get("tensors").size()).isEqualTo(200);
    assertThat(info.get("tensors").get(0).get("shape").toString()).isEqualTo("[8,20,7,7]");
  }

  @Test
  void aDescriptionStandsInForAPreset() throws IOException {
    assertThat(Evpose.execute("weights", "export", "compact", "--out", in("c.pth"))).isZero();
    ModelBundle.shipped("compact").save(folder.resolve("d.safetensors"));
    assertThat(
            Evpose.execute(
                "weights",
                "import",
                in("c.pth"),
                "--description",
                in("d.json"),
                "--out",
                in("c.safetensors")))
        .isZero();
    assertThat(Files.readAllBytes(folder.resolve("c.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("d.safetensors")));
  }

  @Test
  void infoInWordsEndsWithWhatCounts() {
    assertThat(Evpose.execute("weights", "info", "compact")).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "conv1_cnn.weight ",
            "compact: safetensors, preset compact, 200 tensors",
            "parameters: 1,558,613  ann 1,246,197  stateInitialisation 35,872  snn 276,544",
            "NeuroBench: footprint ");
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    Path letter = Files.writeString(folder.resolve("letter.pth"), "Dear reader,");
    assertThat(
            Evpose.execute(
                "weights",
                "import",
                letter.toString(),
                "--preset",
                "paper",
                "--out",
                in("x.safetensors")))
        .isEqualTo(1);
    assertThat(complaint())
        .isEqualTo("evpose: letter.pth: a PyTorch checkpoint is a zip archive, this file is none");
    assertThat(folder.resolve("x.safetensors")).doesNotExist();
    complained.reset();
    assertThat(Evpose.execute("weights", "info", in("none.pth"))).isEqualTo(1);
    assertThat(complaint()).isEqualTo("evpose: there is no such file: file=" + in("none.pth"));
    complained.reset();
    assertThat(Evpose.execute("weights", "export", in("none.pth"), "--out", in("y.pth")))
        .isEqualTo(1);
    assertThat(complaint())
        .startsWith("evpose: a weights file ends in .safetensors, its description lies beside it");
  }

  @Test
  void theNetworkMustBeNamedOnce() {
    assertThat(Evpose.execute("weights")).isEqualTo(2);
    assertThat(complaint()).startsWith("say what to do: info, import, export");
    complained.reset();
    assertThat(Evpose.execute("weights", "import", "x.pth", "--out", "x.safetensors")).isEqualTo(2);
    assertThat(complaint()).startsWith("name the network: either --preset or --description");
    complained.reset();
    assertThat(
            Evpose.execute(
                "weights", "import", "x.pth", "--preset", "huge", "--out", "x.safetensors"))
        .isEqualTo(2);
    assertThat(complaint())
        .startsWith("there is no such preset, choose paper, compact or study: preset=huge");
    complained.reset();
    assertThat(Evpose.execute("weights", "import", "x.pth", "--preset", "paper", "--out", "x.bin"))
        .isEqualTo(2);
    assertThat(complaint()).startsWith("a weights file ends in .safetensors: --out=x.bin");
  }
}
