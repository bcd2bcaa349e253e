package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final CostModel TRUE = new CostModel(0.06, 0.05, 4e-4, 1e-7, 5e-3);

  private static List<CostModel.Measured> loads(CostModel model, double noise) {
    List<CostModel.Measured> loads = new ArrayList<>();
    int sign = 1;
    for (int cameras : new int[] {1, 2, 4, 8}) {
      for (double hz : new double[] {20, 50, 100}) {
        double events = 100_000 + 30_000 * (loads.size() % 4);
        double keyFrames = loads.size() % 3 == 0 ? 2 : 10;
        loads.add(load(model, cameras, hz, events, keyFrames, sign * noise));
        sign = -sign;
      }
    }
    return loads;
  }

  private static CostModel.Measured load(
      CostModel model, int cameras, double hz, double events, double keyFrames, double noise) {
    double cores = model.cores(new CostModel.Measured(cameras, hz, events, keyFrames, 0));
    return new CostModel.Measured(cameras, hz, events, keyFrames, cores * (1 + noise));
  }

  @Test
  void findsWhatTheLoadsWereMadeOf() {
    CostModel found = CostModel.fit(loads(TRUE, 0));
    assertThat(found.base()).isCloseTo(TRUE.base(), within(1e-6));
    assertThat(found.perCamera()).isCloseTo(TRUE.perCamera(), within(1e-6));
    assertThat(found.perStep()).isCloseTo(TRUE.perStep(), within(1e-9));
    assertThat(found.perEvent()).isCloseTo(TRUE.perEvent(), within(1e-11));
    assertThat(found.perKeyFrame()).isCloseTo(TRUE.perKeyFrame(), within(1e-7));
    assertThat(CostModel.leftOutErrors(loads(TRUE, 0)))
        .allSatisfy(error -> assertThat(error).isCloseTo(0, within(1e-6)));
  }

  @Test
  void nothingCostsLessThanNothing() {
    CostModel without = new CostModel(0.06, 0.05, 4e-4, 0, 5e-3);
    CostModel found = CostModel.fit(loads(without, 0.03));
    assertThat(found.perEvent()).isNotNegative();
    CostModel.Measured load = load(without, 4, 100, 150_000, 10, 0);
    assertThat(found.cores(load)).isCloseTo(load.cores(), within(0.03));
  }

  @Test
  void whatAllLoadsHaveTheSameOfIsInTheCamera() {
    CostModel none = new CostModel(0.1, 0.02, 1e-3, 0, 5e-3);
    List<CostModel.Measured> loads = new ArrayList<>();
    for (int cameras : new int[] {1, 2, 4}) {
      for (double hz : new double[] {20, 100}) {
        loads.add(load(none, cameras, hz, 0, 10, 0));
      }
    }
    CostModel found = CostModel.fit(loads);
    assertThat(found.perCamera()).isCloseTo(0.07, within(1e-6));
    assertThat(found.perEvent()).isZero();
    assertThat(found.perKeyFrame()).isZero();
  }

  @Test
  void oneLoadIsAFitAndNoneIsAnError() {
    CostModel.Measured one = new CostModel.Measured(4, 100, 1e5, 10, 0.6);
    assertThat(CostModel.fit(List.of(one)).cores(one)).isCloseTo(0.6, within(1e-9));
    assertThat(CostModel.leftOutErrors(List.of(one))).containsExactly(Double.NaN);
    assertThatThrownBy(() -> CostModel.fit(List.of())).hasMessageContaining("loads=0");
  }
}
