package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.allinone.AllInOneSettings;
import evpose.weights.ModelBundle;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ShippedModelsTest {
  private final StringWriter said = new StringWriter();

  private <T> T parsed(T command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(said, true));
    line.parseArgs(arguments);
    return command;
  }

  private static String house(DemoCommand demo) {
    AllInOneSettings settings = demo.house.settings();
    demo.house.tidy();
    return settings.model();
  }

  @Test
  void aRateThatANetworkWasTrainedAtChoosesIt() throws Exception {
    assertThat(ShippedModels.at(200)).isEqualTo("compact-200hz");
    assertThat(ModelBundle.shipped(ShippedModels.at(200)).description().stepMicros())
        .isEqualTo(1_000_000 / 200);
    assertThat(ShippedModels.at(100)).isEqualTo("compact");
    assertThat(ShippedModels.at(500)).isEqualTo("compact");
    assertThat(ShippedModels.choice(100)).isEmpty();
  }

  @Test
  void demoRunsItAndNamesItInTheRigsRecordAndSaysSo() {
    DemoCommand demo = parsed(new DemoCommand(), "--rate", "200");
    String rigModel = demo.chooseModel();
    assertThat(house(demo)).isEqualTo("compact-200hz");
    assertThat(demo.sourceProperties(rigModel))
        .containsEntry("evpose.source.model", "compact-200hz")
        .containsEntry("evpose.source.rate-hz", 200);
    assertThat(said.toString().lines())
        .containsExactly(
            "model    compact-200hz, trained at 200 Hz; --model compact runs the one of 100 Hz in"
                + " such steps");
  }

  @Test
  void aNamedModelStaysWhateverTheRate() {
    DemoCommand named = parsed(new DemoCommand(), "--rate", "200", "--model", "compact");
    assertThat(named.chooseModel()).isEmpty();
    assertThat(house(named)).isEqualTo("compact");
    DemoCommand usual = parsed(new DemoCommand());
    assertThat(usual.sourceProperties(usual.chooseModel()))
        .containsEntry("evpose.source.model", "");
    assertThat(house(usual)).isEqualTo("compact");
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void benchStreamTakesItLoadByLoad() {
    assertThat(parsed(new BenchStreamCommand(), "--rates", "100,200").loads())
        .extracting(StreamBench.Load::model)
        .containsExactly("compact", "compact-200hz");
    assertThat(
            parsed(new BenchStreamCommand(), "--rates", "100,200", "--models", "compact").loads())
        .extracting(StreamBench.Load::model)
        .containsExactly("compact", "compact");
  }
}
