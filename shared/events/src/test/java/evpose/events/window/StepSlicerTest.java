package evpose.events.window;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.events.StepGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSlicerTest {
  private static final StepGrid GRID = new StepGrid(10_000);
  private final List<String> closed = new ArrayList<>();

  private final StepSlicer slicer = new StepSlicer(GRID, step -> closed.add(describe(step)));

  @Test
  void aStepClosesWithThePacketThatCoversItsEnd() {
    slicer.accept(packet(0, 0, 9_999, 5));
    assertThat(closed).isEmpty();
    slicer.accept(packet(1, 9_999, 10_000));
    assertThat(closed).containsExactly("0: 5");
  }

  @Test
  void anEmptyPacketClosesTime() {
    slicer.accept(packet(0, 0, 30_000));
    assertThat(closed).containsExactly("0:", "1:", "2:");
  }

  @Test
  void aStreamThatBeginsInsideAStepBeginsWithTheNext() {
    slicer.accept(packet(0, 4_000, 20_000, 5_000, 12_000));
    assertThat(closed).containsExactly("1: 12000");
    assertThat(slicer.counts().lateEvents()).isEqualTo(1);
  }

  @Test
  void oneStepMayComeInManyPackets() {
    slicer.accept(packet(0, 0, 2_000, 1_000));
    slicer.accept(packet(1, 2_000, 7_000, 3_000));
    slicer.accept(packet(2, 7_000, 12_000, 9_999, 10_000));
    slicer.accept(packet(3, 12_000, 20_000));
    assertThat(closed).containsExactly("0: 1000 3000 9999", "1: 10000");
  }

  /** However packets are cut, a frame belongs to the step in which its shutter closed. */
  @Test
  void aFrameBelongsToTheStepInWhichItsShutterClosed() {
    List<String> frames = new ArrayList<>();
    StepSlicer filmed =
        new StepSlicer(
            GRID,
            step -> {
              FrameRef frame = step.frame();
              frames.add(step.step() + ": " + (frame == null ? "-" : frame.offset()));
            });
    filmed.accept(packet(0, 4_000, 12_000).with(new FrameRef(1, 9_000))); // before the first step
    filmed.accept(packet(1, 12_000, 45_000).with(new FrameRef(2, 30_000))); // on an edge
    filmed.accept(packet(2, 45_000, 48_000).with(new FrameRef(3, 46_000)));
    filmed.accept(packet(2, 45_000, 48_000).with(new FrameRef(9, 46_000))); // comes twice
    filmed.accept(packet(3, 48_000, 52_000).with(new FrameRef(4, 49_000))); // the newest counts
    filmed.accept(packet(4, 52_000, 70_000).with(new FrameRef(5, 60_001)));
    filmed.accept(packet(5, 70_000, 80_000));
    assertThat(frames).containsExactly("1: -", "2: 2", "3: -", "4: 4", "5: -", "6: 5", "7: -");
  }

  @Test
  void countsHolesAndDropsDuplicates() {
    slicer.accept(packet(0, 0, 10_000, 1));
    slicer.accept(packet(0, 0, 10_000, 1));
    slicer.accept(packet(3, 30_000, 40_000, 30_001));
    assertThat(closed).containsExactly("0: 1", "1:", "2:", "3: 30001");
    assertThat(slicer.counts()).isEqualTo(new SliceCounts(2, 2, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aRetrogradePacketBringsNothingBack() {
    slicer.accept(packet(0, 0, 20_000, 1, 15_000));
    slicer.accept(packet(1, 5_000, 25_000, 6_000, 21_000));
    slicer.accept(packet(2, 25_000, 30_000));
    assertThat(closed).containsExactly("0: 1", "1: 15000", "2: 21000");
    assertThat(slicer.counts().lateEvents()).isEqualTo(1);
  }

  @Test
  void aLeapOfTheClockIsNotFilledWithEmptySteps() {
    slicer.accept(packet(0, 0, 10_000, 1));
    long far = 10_000L * (StepSlicer.MAX_JUMP_STEPS + 5);
    slicer.accept(packet(1, far, far + 10_000, far + 3));
    assertThat(closed).containsExactly("0: 1", (far / 10_000) + ": " + (far + 3));
    assertThat(slicer.counts().jumps()).isEqualTo(1);
  }

  @Test
  void aPublisherThatCountsAnewWhileTimeGoesOnIsFollowed() {
    slicer.accept(packet(70, 0, 10_000, 1));
    slicer.accept(packet(0, 10_000, 20_000, 10_001));
    slicer.accept(packet(1, 20_000, 30_000, 20_001));
    assertThat(closed).containsExactly("0: 1", "1: 10001", "2: 20001");
    assertThat(slicer.counts()).isEqualTo(new SliceCounts(3, 0, 0, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void anOvertakenPacketIsAHoleAndThenLeftOut() {
    slicer.accept(packet(0, 0, 10_000, 1));
    slicer.accept(packet(2, 20_000, 30_000, 20_001));
    slicer.accept(packet(1, 10_000, 20_000, 10_001));
    assertThat(closed).containsExactly("0: 1", "1:", "2: 20001");
    assertThat(slicer.counts()).isEqualTo(new SliceCounts(2, 1, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aCameraWhoseClockBeginsAnewIsBelievedAfterEightPacketsAndLosesNone() {
    slicer.accept(packet(500, 20_000_000, 20_010_000, 20_000_001));
    closed.clear();
    for (int i = 0; i < 7; i++) {
      slicer.accept(packet(i, i * 10_000, (i + 1) * 10_000, i * 10_000 + 5));
    }
    assertThat(closed).isEmpty();
    assertThat(slicer.counts().aside()).isEqualTo(7);
    slicer.accept(packet(7, 70_000, 80_000, 70_005));
    assertThat(closed)
        .containsExactly(
            "0: 5",
            "1: 10005",
            "2: 20005",
            "3: 30005",
            "4: 40005",
            "5: 50005",
            "6: 60005",
            "7: 70005");
    assertThat(slicer.counts()).isEqualTo(new SliceCounts(9, 0, 0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void aRestartWithinTenSecondsIsFollowedOnceItsTimeIsNew() {
    slicer.accept(packet(300, 2_990_000, 3_000_000));
    closed.clear();
    for (int i = 0; i < 302; i++) {
      slicer.accept(packet(i, i * 10_000L, (i + 1) * 10_000L, i * 10_000L + 5));
    }
    assertThat(closed).containsExactly("300: 3000005", "301: 3010005");
    assertThat(slicer.counts().duplicates()).isEqualTo(300);
    assertThat(slicer.counts().renumberings()).isEqualTo(1);
  }

  @Test
  void ofTwoPublishersTheOneThatIsAheadHasTheCamera() {
    for (int i = 0; i < 50; i++) {
      slicer.accept(packet(i, i * 10_000L, (i + 1) * 10_000L, i * 10_000L + 7));
      long ahead = 60_000_000 + i * 10_000L;
      slicer.accept(packet(i + 900, ahead, ahead + 10_000, ahead + 8));
    }
    assertThat(closed).hasSize(51);
    assertThat(closed.subList(1, 51)).allMatch(step -> step.endsWith("8"));
    assertThat(slicer.counts().aside()).isEqualTo(49);
    assertThat(slicer.counts().returns()).isZero();
    // the one that is ahead falls silent
    for (int i = 50; i < 60; i++) {
      slicer.accept(packet(i, i * 10_000L, (i + 1) * 10_000L, i * 10_000L + 7));
    }
    assertThat(closed.subList(51, closed.size())).startsWith("50: 500007").hasSize(10);
    assertThat(slicer.counts().returns()).isEqualTo(1);
  }

  /**
   * However a history is cut into packets, the steps are the same; and a slicer that starts later
   * agrees.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void stepsDoNotDependOnHowPacketsWereCut(long firstSeed) {
    for (long seed = firstSeed * 1000; seed < firstSeed * 1000 + 200; seed++) {
      Random random = new Random(seed);
      List<EventPacket> history = history(random);
      List<String> whole = slice(List.of(join(history)));
      assertThat(slice(history)).as("seed " + seed).isEqualTo(whole);

      int start = random.nextInt(history.size());
      List<String> later = slice(history.subList(start, history.size()));
      assertThat(whole)
          .as("seed " + seed + ", start " + start)
          .endsWith(later.toArray(String[]::new));

      List<EventPacket> stuttering = new ArrayList<>();
      for (int i = 0; i < history.size(); i++) {
        stuttering.add(history.get(i));
        if (random.nextInt(3) == 0) {
          stuttering.add(history.get(random.nextInt(i + 1)));
        }
      }
      assertThat(slice(stuttering)).as("seed " + seed + ", with duplicates").isEqualTo(whole);
    }
  }

  private static List<EventPacket> history(Random random) {
    List<EventPacket> packets = new ArrayList<>();
    long begin = 0;
    int count = 1 + random.nextInt(30);
    for (int sequence = 0; sequence < count; sequence++) {
      long end = begin + 1 + random.nextInt(random.nextBoolean() ? 4_000 : 35_000);
      long[] times = random.longs(random.nextInt(6), begin, end).sorted().toArray();
      packets.add(packet(sequence, begin, end, times));
      begin = end;
    }
    return packets;
  }

  private static EventPacket join(List<EventPacket> packets) {
    List<Long> times = new ArrayList<>();
    for (EventPacket packet : packets) {
      for (int i = 0; i < packet.size(); i++) {
        times.add(packet.micros(i));
      }
    }
    long end = packets.get(packets.size() - 1).endMicros();
    return packet(0, 0, end, times.stream().mapToLong(Long::longValue).toArray());
  }

  private static List<String> slice(List<EventPacket> packets) {
    List<String> steps = new ArrayList<>();
    StepSlicer slicer = new StepSlicer(GRID, step -> steps.add(describe(step)));
    packets.forEach(slicer::accept);
    return steps;
  }

  private static String describe(StepEvents step) {
    StringBuilder text = new StringBuilder(step.step() + ":");
    for (int i = 0; i < step.size(); i++) {
      text.append(' ').append(step.micros(i));
    }
    return text.toString();
  }

  @Test
  void aStepThatPacketsFillAgainAndAgainStopsGrowing() {
    long[] times = new long[EventPacket.MAX_EVENTS];
    int full = StepEvents.MAX_EVENTS / times.length;
    int[] size = new int[1];
    StepSlicer filled = new StepSlicer(GRID, step -> size[0] = step.size());
    for (int i = 0; i < full + 3; i++) {
      filled.accept(packet(i, 0, 5_000, times));
    }
    filled.accept(packet(full + 3, 5_000, 10_000, 6_000));
    assertThat(size[0]).isEqualTo(StepEvents.MAX_EVENTS);
    assertThat(filled.counts().surplusEvents()).isEqualTo(3L * times.length + 1);
  }

  @Test
  void holesThatAddUpToMoreThanThereAreNumbersStayCounted() {
    long[] missing = new long[1];
    StepSlicer torn = new StepSlicer(GRID, step -> missing[0] = step.missing());
    torn.accept(packet(0, 0, 1_000));
    torn.accept(packet(Long.MAX_VALUE, 1_000, 2_000));
    torn.accept(packet(0, 2_000, 3_000));
    torn.accept(packet(Long.MAX_VALUE, 3_000, 10_000));
    assertThat(missing[0]).isEqualTo(Long.MAX_VALUE);
    assertThat(torn.counts().missing()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theEndOfDataTimeIsAStepLikeAnyOther() {
    long end = EventPacket.MAX_MICROS;
    slicer.accept(packet(0, end - 30_000, end));
    assertThat(closed).hasSize(2);
  }

  static EventPacket packet(long sequence, long begin, long end, long... micros) {
    EventBuffer events = new EventBuffer();
    for (long time : micros) {
      events.add(1, 2, time, 1);
    }
    int size = events.size();
    short[] x = new short[size];
    short[] y = new short[size];
    int[] dt = new int[size];
    byte[] polarity = new byte[size];
    for (int i = 0; i < size; i++) {
      x[i] = (short) events.x(i);
      y[i] = (short) events.y(i);
      dt[i] = (int) (events.micros(i) - begin);
      polarity[i] = (byte) events.polarity(i);
    }
    return new EventPacket("rig", "cam", 8, 8, sequence, begin, end, 0, x, y, dt, polarity);
  }
}
