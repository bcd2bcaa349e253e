package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTakesTest {
  @Test
  void planSpreadsMovementsAndKeepsPeopleApart() {
    TrainingSettings.Data data =
        new TrainingSettings.Data("", "takes", 3, 2, 2, 1, 11, 2, 0, false, 0);
    List<SimulatedTakes.Plan> plans = SimulatedTakes.plan(data, false);
    assertThat(plans).hasSize(5 * 11 + 3 * 2).doesNotHaveDuplicates();
    assertThat(plans.get(0).isValidation()).isTrue();
    assertThat(plans.stream().filter(SimulatedTakes.Plan::isValidation)).hasSize(2 * 11);
    assertThat(plans.stream().filter(p -> p.subject() == 10_001))
        .extracting(SimulatedTakes.Plan::movement)
        .hasSize(11 + 2)
        .containsOnlyOnce(1, 4, 31)
        .filteredOn(movement -> movement == SimulatedTakes.IMPROVISED)
        .hasSize(2);
    assertThat(plans.get(plans.size() - 1).steps()).isEqualTo(200);
  }

  @Test
  void takesWithFramesAreOtherFilesOfTheSamePeople() {
    TrainingSettings.Data data =
        new TrainingSettings.Data("", "takes", 3, 2, 2, 1, 11, 2, 0, false, 0);
    List<SimulatedTakes.Plan> plain = SimulatedTakes.plan(data, false);
    List<SimulatedTakes.Plan> filmed = SimulatedTakes.plan(data, true);
    assertThat(filmed).hasSameSizeAs(plain).allMatch(SimulatedTakes.Plan::frames);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(filmed.get(i).seed()).isEqualTo(plain.get(i).seed());
      assertThat(filmed.get(i).file().toString())
          .isEqualTo(plain.get(i).file().toString().replace(".take", "-grey.take"));
    }
  }
}
