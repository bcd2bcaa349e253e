package evpose.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.cli.audit.AnswerSet.Met;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerSetTest {
  private final AnswerSet answers = new AnswerSet();

  @Test
  void tellsTheFirstFromARepetitionAndFromAnotherAnswer() {
    answers.expect("cam0", 5, bytes("a"));
    assertThat(answers.meet("cam0", 5, bytes("b"))).isEqualTo(Met.DIFFERENT);
    assertThat(answers.meet("cam0", 5, bytes("a"))).isEqualTo(Met.FIRST);
    assertThat(answers.meet("cam0", 5, bytes("a"))).isEqualTo(Met.AGAIN);
    assertThat(answers.meet("cam0", 6, bytes("a"))).isEqualTo(Met.UNKNOWN);
    assertThat(answers.meet("cam1", 5, bytes("a"))).isEqualTo(Met.UNKNOWN);
    assertThat(answers.met()).isEqualTo(1);
  }

  @Test
  void stepsMayComeOutOfOrderAndLeap() {
    for (long step : new long[] {10, 12, 11, 9_000, 5_000_000, 8_999}) {
      answers.expect("final", step, bytes("answer " + step));
    }
    assertThat(answers.expected()).isEqualTo(6);
    assertThat(answers.meet("final", 11, bytes("answer 11"))).isEqualTo(Met.FIRST);
    assertThat(answers.meet("final", 5_000_000, bytes("answer 5000000"))).isEqualTo(Met.FIRST);
    List<Long> unmet = new ArrayList<>();
    answers.forEachUnmet((lane, step) -> unmet.add(step));
    assertThat(unmet).containsExactlyInAnyOrder(10L, 12L, 9_000L, 8_999L);
  }

  @Test
  void aStepHasTwoAnswersWhenTimeBeganAnew() {
    for (long step = 0; step < 20_000; step++) {
      answers.expect("cam0", step, bytes("first " + step));
    }
    for (long step = 0; step < 100; step++) {
      answers.expect("cam0", step, bytes("second " + step));
    }
    assertThat(answers.expected()).isEqualTo(20_100);
    assertThat(answers.meet("cam0", 50, bytes("second 50"))).isEqualTo(Met.FIRST);
    assertThat(answers.meet("cam0", 50, bytes("first 50"))).isEqualTo(Met.FIRST);
    assertThat(answers.meet("cam0", 50, bytes("third 50"))).isEqualTo(Met.DIFFERENT);
    assertThat(answers.holds("cam0", 19_999)).isTrue();
    assertThat(answers.holds("cam0", 20_000)).isFalse();
  }

  @Test
  void namesTheFirstFieldThatDiffersAndWhatItWasMadeFromBeforeAll() {
    assertThat(FirstField.between(bytes("{\"a\":1}"), bytes("{\"a\":1}"))).isNull();
    assertThat(
            FirstField.between(
                bytes("{\"j\":[{\"x\":1},{\"x\":2}],\"k\":3}"),
                bytes("{\"j\":[{\"x\":1},{\"x\":9}],\"k\":4}")))
        .isEqualTo(new FirstField("j[1].x", "2", "9"));
    assertThat(
            FirstField.between(
                bytes("{\"a\":1,\"inputs\":{\"model\":\"m\"}}"),
                bytes("{\"a\":2,\"inputs\":{\"model\":\"n\"}}")))
        .isEqualTo(new FirstField("inputs.model", "\"m\"", "\"n\""));
    assertThat(FirstField.between(bytes("{}"), bytes("{\"a\":1}")))
        .isEqualTo(new FirstField("a", null, "1"));
    assertThat(FirstField.between(bytes("{torn"), bytes("{\"a\":1}")))
        .isEqualTo(new FirstField("", "no JSON", "{\"a\":1}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
