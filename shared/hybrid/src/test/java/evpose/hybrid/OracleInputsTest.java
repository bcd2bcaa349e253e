package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.weights.ModelBundle;
import evpose.weights.Safetensors;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import evpose.weights.exchange.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes what {@code src/test/python/write_golden.py} reads: checkpoints, descriptions, inputs. */
class OracleInputsTest {
  private static final Path FOLDER = Path.of("target", "oracle");

  static List<Oracle> oracles() {
    return List.of(Oracle.SMALL, Oracle.STUDY);
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void theTwinIsGivenTheWeightsAndInputsOfOurTests(Oracle oracle) throws IOException {
    Files.createDirectories(FOLDER);
    ModelBundle bundle = ModelBundle.of(oracle.description(), oracle.weights());
    Path weights = FOLDER.resolve(oracle.name() + ".safetensors");
    Path checkpoint = FOLDER.resolve(oracle.name() + ".pth");
    Path inputs = FOLDER.resolve(oracle.name() + "-inputs.safetensors");
    bundle.save(weights); // for its description
    Checkpoints.write(checkpoint, bundle.tensors());
    Safetensors.write(inputs, inputs(oracle));

    ModelDescription read = ModelBundle.load(weights).description();
    assertThat(Checkpoints.read(checkpoint, read, false).bundle().sha256())
        .isEqualTo(bundle.sha256());
    assertThat(Safetensors.read(inputs).get("ann").data()).isEqualTo(oracle.annInput());
  }

  private static Tensors inputs(Oracle oracle) {
    int n = oracle.description().inputSize();
    Tensors inputs = new Tensors();
    int[] shape = {oracle.description().annChannels(), n, n};
    inputs.put("ann", new Tensor(shape, oracle.annInput()));
    float[] events = new float[oracle.steps() * 2 * n * n];
    for (int t = 0; t < oracle.steps(); t++) {
      InputSpikes step = oracle.events(t);
      for (int i = 0; i < step.size(); i++) {
        events[(t * 2 + step.polarity(i)) * n * n + step.cell(i)] = step.value(i);
      }
    }
    inputs.put("events", new Tensor(new int[] {oracle.steps(), 2, n, n}, events));
    return inputs;
  }
}
