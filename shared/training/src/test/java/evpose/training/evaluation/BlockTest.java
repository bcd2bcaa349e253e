package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.datasets.Take;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTest {
  @TempDir Path dir;

  @Test
  void liesBackToBackFromTheThirdWindowOnAndInsideTheTake() throws IOException {
    Take take = TestTakes.stickFigure(dir, 1, 0, 79);
    assertThat(Block.of(List.of(take), 10, 100))
        .extracting(Block::firstStep)
        .containsExactly(20, 40);
    Take longer = TestTakes.stickFigure(dir, 1, 1, 80);
    assertThat(Block.of(List.of(longer), 10, 100))
        .extracting(Block::firstStep)
        .containsExactly(20, 40, 60);
  }

  @Test
  void isThinnedEvenlyOverAllTakes() throws IOException {
    Take first = TestTakes.stickFigure(dir, 1, 0, 80);
    Take second = TestTakes.stickFigure(dir, 2, 0, 80);
    List<Block> four = Block.of(List.of(first, second), 10, 4); // of six: 0, 1, 3, 4
    assertThat(four)
        .containsExactly(
            new Block(first, 20),
            new Block(first, 40),
            new Block(second, 20),
            new Block(second, 40));
  }

  @Test
  void aTakeOfTwoBlocksLengthIsTheShortestThatIsMeasured() throws IOException {
    Take take = TestTakes.stickFigure(dir, 1, 0, 39);
    assertThat(Block.of(List.of(take), 10, 100)).isEmpty();
  }

  @Test
  void theRuleSaysHowManyWindows() {
    assertThat(Block.rule(800, 165, 4, 10))
        .contains("begin at steps 20, 40, ...")
        .endsWith("800 blocks of 165 takes seen by 4 cameras, 6400 windows");
  }
}
