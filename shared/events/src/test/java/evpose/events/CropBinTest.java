package evpose.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CropBinTest {

  @ParameterizedTest
  @CsvSource({
    // sensor, input -> crop corner and bin
    "346, 260, 256, 34, 2, 1",
    "346, 260, 128, 34, 2, 2",
    "346, 260, 64, 34, 2, 4",
    "320, 240, 64, 32, -8, 4",
    "640, 480, 64, 64, -16, 8",
    "1280, 720, 64, 288, 8, 11",
    "1280, 720, 256, 256, -24, 3",
  })
  void mapsSensorsToInputs(int width, int height, int input, int cropX, int cropY, int bin) {
    assertThat(CropBin.forSensor(width, height, input))
        .isEqualTo(new CropBin(width, height, cropX, cropY, bin, input));
  }

  @ParameterizedTest
  @CsvSource({"346, 260", "320, 240", "640, 480", "1280, 720"})
  void everyPixelInsideTheCutFallsIntoTheCellThatContainsIt(int width, int height) {
    CropBin map = CropBin.forSensor(width, height, 64);
    int inside = 0;
    for (int x = 0; x < width; x++) {
      int cell = map.cellX(x);
      double exact = map.inputX(x + 0.5);
      if (cell >= 0) {
        inside++;
        assertThat(exact).isBetween((double) cell, cell + 1.0);
        assertThat(map.sensorX(exact)).isEqualTo(x + 0.5);
      } else {
        assertThat(exact < 0 || exact >= 64).isTrue();
      }
    }
    assertThat(inside).isEqualTo(Math.min(width, 64 * map.bin()));
  }
}
