package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TakeIdTest {
  @Test
  void thirtyThreeMovementsInFiveSessions() {
    assertThat(IntStream.range(0, 33).mapToObj(m -> TakeId.of(4, m).name()))
        .doesNotHaveDuplicates()
        .startsWith("S4_session1_mov1")
        .contains("S4_session2_mov1", "S4_session3_mov6", "S4_session4_mov6")
        .endsWith("S4_session5_mov7");
  }

  @Test
  void namesAreReadBack() {
    for (int movement = 0; movement < 33; movement++) {
      TakeId id = TakeId.of(13, movement);
      assertThat(TakeId.parse(id.name())).isEqualTo(id);
      assertThat(id.movement()).isEqualTo(movement);
      assertThat(id.split()).isEqualTo(Split.TEST);
    }
    assertThat(TakeId.of(12, 0).split()).isEqualTo(Split.TRAIN);
  }

  @Test
  void whatIsNoTakeIsRefused() {
    assertThatThrownBy(() -> TakeId.parse("../S1_session1_mov1"))
        .hasMessageContaining("names like S13_session2_mov1");
    assertThatThrownBy(() -> TakeId.parse("S1_session2_mov7"))
        .hasMessageContaining("session=2, number=7");
  }
}
