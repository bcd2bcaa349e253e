package evpose.evaluation.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.evaluation.cost.CameraCost.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class CameraCostTest {
  @Test
  void findsTheRuleThatMadeTheNumbers() {
    CameraCost rule = new CameraCost(9e-4, 3e-7);
    List<Sample> samples = List.of(made(rule, 20, 5e4), made(rule, 100, 6e4), made(rule, 200, 9e4));
    CameraCost found = CameraCost.fit(samples);
    assertThat(found.secondsPerStep()).isCloseTo(9e-4, within(1e-9));
    assertThat(found.secondsPerEvent()).isCloseTo(3e-7, within(1e-12));
    samples.forEach(s -> assertThat(found.error(s)).isCloseTo(0, within(1e-9)));
  }

  /** Two loads at 100 Hz that are 10 % apart around 0.1: the rule lies between, 5 % off both. */
  @Test
  void errorsAreRelative() {
    CameraCost found =
        CameraCost.fit(
            List.of(
                new Sample(100, 0, 0.095), new Sample(100, 0, 0.105), new Sample(0, 1e5, 0.02)));
    assertThat(found.cores(100, 0)).isCloseTo(0.0995, within(1e-4));
    assertThat(found.error(new Sample(100, 0, 0.095))).isCloseTo(0.047, within(1e-3));
    assertThat(found.cores(0, 1e5)).isCloseTo(0.02, within(1e-9));
  }

  @Test
  void refusesToTellApartWhatNeverDiffered() {
    assertThatThrownBy(
            () -> CameraCost.fit(List.of(new Sample(100, 5e4, 0.1), new Sample(200, 1e5, 0.2))))
        .hasMessage(
            "steps and events must differ between measurements, or they cannot be told apart:"
                + " measurements=2");
  }

  private static Sample made(CameraCost rule, double steps, double events) {
    return new Sample(steps, events, rule.cores(steps, events));
  }
}
