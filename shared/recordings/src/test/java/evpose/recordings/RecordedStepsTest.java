package evpose.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.events.StepGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedStepsTest {
  private static final StepGrid GRID = new StepGrid(10_000);

  @Test
  void playsAllStepsFromTheFirstEventToTheLast() throws IOException {
    RecordedSteps steps =
        RecordedSteps.of(reader(piece(0, 25_000, 31_000), piece(0, 59_999)), GRID);
    assertThat(play(steps)).containsExactly("2: 25000|", "3: 31000|", "4: |", "5: 59999|");
  }

  @Test
  void playsCamerasSideBySide() throws IOException {
    RecordedSteps steps =
        RecordedSteps.of(
            reader(piece(0, 1, 12_000), piece(0, 15_000), piece(1, 2, 10_500), piece(1, 19_000)),
            GRID);
    assertThat(play(steps)).containsExactly("0: 1|2", "1: 12000 15000|10500 19000");
  }

  @Test
  void countsFromZeroWhenAsked() throws IOException {
    RecordedSteps steps =
        RecordedSteps.fromZero(
            reader(piece(0, 1_605_537_493_718_345L), piece(0, 1_605_537_493_725_000L)), GRID);
    assertThat(play(steps)).containsExactly("0: 8345|", "1: 15000|");
    assertThat(steps.originMicros()).isEqualTo(1_605_537_493_710_000L);
  }

  @Test
  void leapsOverALongSilence() throws IOException {
    long far = 10_000 * (RecordedSteps.LONGEST_SILENCE + 5);
    RecordedSteps steps = RecordedSteps.of(reader(piece(0, 5), piece(0, far + 7)), GRID);
    assertThat(play(steps)).containsExactly("0: 5|", far / 10_000 + ": " + (far + 7) + "|");
  }

  @Test
  void aSilentCameraHoldsNobodyUp() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (long micros = 0; micros < 10_000_000; micros += 10_000) {
      pieces.add(piece(0, micros));
    }
    int[] read = {0};
    RecordedSteps steps = RecordedSteps.of(new Pieces(pieces, read), GRID);
    assertThat(steps.next()).isTrue();
    assertThat(read[0]).isEqualTo(102); // a second ahead of the step's end, no more
  }

  @Test
  void leavesOutAndCountsWhatComesTooLate() throws IOException {
    RecordedSteps steps =
        RecordedSteps.of(
            reader(
                piece(0, 5),
                piece(1, 2_500_000), // further than the reach: b is taken to be silent until then
                piece(0, 6),
                piece(0, 2_500_001)),
            new StepGrid(1_000_000));
    assertThat(play(steps)).containsExactly("0: 5|", "1: |", "2: 2500001|2500000");
    assertThat(steps.lateEvents()).isEqualTo(1);
  }

  @Test
  void anEmptyRecordingHasNoSteps() throws IOException {
    assertThat(play(RecordedSteps.of(reader(), GRID))).isEmpty();
  }

  /** Pieces of two cameras, mixed up within reach: every event comes once, in its step, by time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyEventComesOnceInItsStep(long firstSeed) throws IOException {
    for (long seed = 1000 * firstSeed; seed < 1000 * firstSeed + 100; seed++) {
      Random random = new Random(seed);
      List<Piece> pieces = new ArrayList<>();
      List<TreeMap<Long, List<Long>>> expected = List.of(new TreeMap<>(), new TreeMap<>());
      long[] time = {random.nextInt(100_000), random.nextInt(100_000)};
      for (int i = 0; i < 200; i++) {
        int camera = time[0] < time[1] ^ random.nextInt(4) == 0 ? 0 : 1;
        long[] micros = random.longs(random.nextInt(20), 0, 30_000).sorted().toArray();
        for (int k = 0; k < micros.length; k++) {
          micros[k] += time[camera];
          expected
              .get(camera)
              .computeIfAbsent(GRID.stepOf(micros[k]), s -> new ArrayList<>())
              .add(micros[k]);
        }
        pieces.add(new Piece(camera, micros));
        time[camera] += 30_000;
      }
      RecordedSteps steps = RecordedSteps.of(new Pieces(pieces, new int[1]), GRID);
      long before = Long.MIN_VALUE;
      while (steps.next()) {
        assertThat(steps.step()).as("seed " + seed).isGreaterThan(before);
        before = steps.step();
        for (int c = 0; c < 2; c++) {
          List<Long> due = expected.get(c).remove(steps.step());
          assertThat(times(steps.events().get(c)))
              .as("seed " + seed)
              .isEqualTo(due == null ? List.of() : due);
        }
      }
      assertThat(expected).as("seed " + seed).allMatch(TreeMap::isEmpty);
      assertThat(steps.lateEvents()).isZero();
    }
  }

  private static List<String> play(RecordedSteps steps) throws IOException {
    List<String> played = new ArrayList<>();
    while (steps.next()) {
      played.add(
          steps.step() + ": " + words(steps.events().get(0)) + "|" + words(steps.events().get(1)));
    }
    assertThat(steps.next()).isFalse();
    return played;
  }

  private static String words(EventBuffer events) {
    return String.join(" ", times(events).stream().map(String::valueOf).toList());
  }

  private static List<Long> times(EventBuffer events) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      times.add(events.micros(i));
    }
    return times;
  }

  private record Piece(int camera, long[] micros) {}

  private static Piece piece(int camera, long... micros) {
    return new Piece(camera, micros);
  }

  private static EventReader reader(Piece... pieces) {
    return new Pieces(Arrays.asList(pieces), new int[1]);
  }

  /** A recording in memory with two cameras. */
  private static final class Pieces implements EventReader {
    private final Iterator<Piece> pieces;
    private final int[] read;

    Pieces(List<Piece> pieces, int[] read) {
      this.pieces = pieces.iterator();
      this.read = read;
    }

    @Override
    public String format() {
      return "pieces";
    }

    @Override
    public List<RecordedCamera> cameras() {
      return List.of(new RecordedCamera("a", 8, 8), new RecordedCamera("b", 8, 8));
    }

    @Override
    public boolean read(List<EventBuffer> into) {
      if (!pieces.hasNext()) {
        return false;
      }
      read[0]++;
      Piece piece = pieces.next();
      for (long micros : piece.micros) {
        into.get(piece.camera).add(1, 2, micros, 1);
      }
      return true;
    }

    @Override
    public double share() {
      return 0;
    }

    @Override
    public List<RecordingProblem> problems() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
