package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedSpanTest {
  @Test
  void withoutMarksItIsTheWholeRecording() {
    assertThat(RecordedSpan.of(List.of(), 100, 9_000_000, 50))
        .contains(new RecordedSpan(100, 9_000_000));
  }

  @Test
  void oneMarkNearTheEndIsTheStop() {
    assertThat(RecordedSpan.of(List.of(8_000_000L), 0, 9_000_000, 500))
        .contains(new RecordedSpan(3_000_000, 8_000_000));
    assertThat(RecordedSpan.of(List.of(1_000_000L, 8_500_000L), 0, 9_000_000, 500))
        .as("of two, the first counts")
        .contains(new RecordedSpan(1_000_000, 6_000_000));
  }

  @Test
  void threeOrFiveMarksBeginAndEndIt() {
    assertThat(RecordedSpan.of(List.of(1L, 2L, 7L), 0, 9, 500)).contains(new RecordedSpan(1, 7));
    assertThat(RecordedSpan.of(List.of(1L, 2L, 3L, 4L, 8L), 0, 9, 500))
        .contains(new RecordedSpan(1, 8));
  }

  @Test
  void moreMarksAreNotToBeTold() {
    assertThat(RecordedSpan.of(List.of(1L, 2L, 3L, 4L, 5L, 6L), 0, 9, 500)).isEmpty();
  }
}
