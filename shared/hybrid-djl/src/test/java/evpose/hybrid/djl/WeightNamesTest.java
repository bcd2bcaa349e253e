package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.hybrid.ModelDescription;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightNamesTest {
  @Test
  void paperSizeHasTheParametersOfThePaper() {
    ModelDescription paper = ModelDescription.paper();
    assertThat(trainable(WeightNames.ann(paper))).isEqualTo(19_818_669);
    assertThat(trainable(WeightNames.stateInit(paper))).isEqualTo(552_064);
    assertThat(trainable(WeightNames.snn(paper))).isEqualTo(4_410_112);
  }

  @Test
  void namesAreThoseOfTheAuthorsCode() {
    ModelDescription paper = ModelDescription.paper();
    assertThat(WeightNames.ann(paper))
        .containsKeys("conv1_cnn.weight", "down5_cnn.conv2.bias", "up1_cnn.conv1.weight");
    assertThat(WeightNames.ann(paper).get("up1_cnn.conv2.weight")).containsExactly(512, 1024, 3, 3);
    assertThat(WeightNames.stateInit(paper).get("states_4.conv1.weight"))
        .containsExactly(256, 512, 1, 1);
    assertThat(WeightNames.snn(paper))
        .containsKeys("down3_snn.conv.norm_layer.running_var", "residualBlock_snn.bn2.bias");
    assertThat(WeightNames.snn(paper).get("up1_snn.conv2d.weight")).containsExactly(128, 512, 5, 5);
    assertThat(WeightNames.snn(paper).get("temporalflat_snn.conv2d.weight"))
        .containsExactly(13, 64, 1, 1);
  }

  private static long trainable(Map<String, int[]> shapes) {
    long sum = 0;
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      if (!WeightNames.isStatistic(entry.getKey())) {
        long size = 1;
        for (int side : entry.getValue()) {
          size *= side;
        }
        sum += size;
      }
    }
    return sum;
  }
}
