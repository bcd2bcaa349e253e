package evpose.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.Layer;
import evpose.hybrid.ModelDescription;
import evpose.weights.MalformedWeightsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineDescriptionTest {
  private static final BaselineDescription CALABRESE =
      BaselineDescription.published(Baseline.CALABRESE);
  private static final BaselineDescription BALDWIN =
      BaselineDescription.published(Baseline.BALDWIN);

  private static double gigaMacsASecond(BaselineDescription description) {
    return 100 * description.macs() / 1e9;
  }

  /** Table 2 of the paper: 255 and 949 GMAC/s at 100 Hz. */
  @Test
  void thePublishedNetworksCostWhatThePaperSays() {
    assertThat(gigaMacsASecond(CALABRESE)).isCloseTo(254.8, within(0.05));
    assertThat(gigaMacsASecond(BALDWIN)).isCloseTo(949.4, within(0.05));
    assertThat(CALABRESE.parameters()).isEqualTo(218_592);
  }

  @Test
  void theyDifferAsPublished() {
    assertThat(CALABRESE.table()).hasSize(17).noneMatch(Layer::normalised);
    assertThat(BALDWIN.table()).hasSize(16);
    assertThat(BALDWIN.table().subList(0, 15)).allMatch(Layer::normalised);
    assertThat(BALDWIN.table().get(0).in()).isEqualTo(10);
    Layer head = BALDWIN.table().get(15);
    assertThat(head.normalised()).isFalse();
    assertThat(head).extracting(Layer::in, Layer::out, Layer::kernel).containsExactly(32, 13, 3);
  }

  @Test
  void widthsFollowAPresetUnlessTheyAreGiven() {
    BaselineDescription small =
        BaselineDescription.scaledTo(Baseline.BALDWIN, ModelDescription.study());
    assertThat(small).isEqualTo(new BaselineDescription(Baseline.BALDWIN, "study", 64, 4));
    assertThat(small.table().get(6).out()).isEqualTo(16);
    assertThat(small.withWidth(32).parameters()).isEqualTo(BALDWIN.parameters());
    assertThat(BaselineDescription.scaledTo(Baseline.CALABRESE, ModelDescription.study()).width())
        .isEqualTo(2);
  }

  @Test
  void namesAreReadInAnyCase() {
    assertThat(Baseline.of("baldwin")).isEqualTo(Baseline.BALDWIN);
    assertThatThrownBy(() -> Baseline.of("scarpellini"))
        .hasMessage(
            "there is no such baseline, choose one of [Calabrese, Baldwin]: baseline=scarpellini");
    assertThatThrownBy(() -> new BaselineDescription(Baseline.BALDWIN, "study", 128, 4))
        .hasMessage("the input has the preset's size: inputSize=128, preset's=64");
  }

  @TempDir Path dir;

  @Test
  void aBundleComesBackFromItsFiles() throws Exception {
    BaselineDescription small =
        BaselineDescription.scaledTo(Baseline.BALDWIN, ModelDescription.study());
    BaselineBundle bundle = BaselineBundle.of(small, small.random(5));
    Path file = dir.resolve("baldwin.safetensors");
    bundle.save(file);
    BaselineBundle read = BaselineBundle.load(file);
    assertThat(read.description()).isEqualTo(small);
    assertThat(read.sha256()).isEqualTo(bundle.sha256());
    for (String name : bundle.tensors().names()) {
      assertThat(read.tensors().get(name).data()).isEqualTo(bundle.tensors().get(name).data());
    }
    Path card = dir.resolve("baldwin.json");
    Files.writeString(card, Files.readString(card).replace("\"width\" : 4", "\"width\" : 8"));
    assertThatThrownBy(() -> BaselineBundle.load(file))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessageStartingWith(
            "baldwin.safetensors: a tensor has another shape than the description asks for:"
                + " name=conv1");
  }
}
