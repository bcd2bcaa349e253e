package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.events.StepGrid;
import evpose.events.window.PacketOrder;
import evpose.events.window.SliceCounts;
import evpose.events.window.StepEvents;
import evpose.events.window.StepSlicer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPastTest {
  private static final long REACH = 540_000;

  @Test
  void reachesOverTheAnnsWindowThePeriodAndFourSteps() {
    assertThat(BoundedPast.reachMicros(400_000, 8, 2, 10_000)).isEqualTo(REACH);
  }

  @Test
  void oneCameraIsHeldWhenItsPacketsReachBack() {
    assertThat(isHeld(packets("a", 450_000, 990_000), Set.of())).isFalse();
    assertThat(isHeld(packets("a", 440_000, 990_000), Set.of())).isTrue();
  }

  @Test
  void everyCameraOfThePartitionMustReachBack() {
    List<EventPacket> both = packets("a", 0, 990_000);
    both.addAll(packets("b", 900_000, 990_000));
    assertThat(isHeld(both, Set.of())).isFalse();
    both.addAll(0, packets("b", 440_000, 900_000));
    assertThat(isHeld(both, Set.of())).isTrue();
  }

  @Test
  void aCameraThatBelongsToThePartitionIsWaitedFor() {
    List<EventPacket> one = packets("a", 0, 990_000);
    assertThat(isHeld(one, Set.of("r/a"))).isTrue();
    assertThat(isHeld(one, Set.of("r/a", "r/b"))).isFalse();
  }

  @Test
  void aPacketOfLongAgoThatCameAgainDoesNotReachBack() {
    List<EventPacket> packets = packets("a", 0, 10_000);
    packets.addAll(packets("a", 600_000, 990_000));
    assertThat(isHeld(packets, Set.of())).isFalse();
  }

  @Test
  void nothingBeforeATimeThatBeganAnewIsNeeded() {
    List<EventPacket> packets = packets("a", 60_000_000, 60_560_000);
    packets.addAll(packets("a", 0, 70_000));
    packets.addAll(packets("a", 70_000, 80_000));
    assertThat(isHeld(packets, Set.of())).isTrue();
  }

  /** To whoever knew another line before, these may have been late packets. */
  @Test
  void aReturnFromALineThatIsNotKnownMayBeNone() {
    List<EventPacket> packets = packets("a", 60_000_000, 60_010_000);
    packets.addAll(packets("a", 0, 80_000));
    assertThat(isHeld(packets, Set.of())).isFalse();
    packets.addAll(packets("a", 80_000, 640_000));
    assertThat(isHeld(packets, Set.of())).isTrue();
  }

  @Test
  void theNetworkSeesTheLastOfItAndAllSinceTimeBeganAnew() {
    List<EventPacket> packets = packets("a", 0, 990_000);
    assertThat(BoundedPast.firstSeen(packets, rig -> REACH)).isEqualTo(Map.of("r/a", 45));
    assertThat(BoundedPast.firstSeen(packets, rig -> 10 * REACH)).isEqualTo(Map.of("r/a", 0));
  }

  /**
   * Histories with everything that packets do: whoever is rebuilt from the bounded past slices the
   * same steps from there on as one that never stopped.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whoeverIsRebuiltSlicesTheSameSteps(long firstSeed) {
    int seeds = Integer.getInteger("evpose.seeds", 500) / 10;
    int compared = 0;
    for (long seed = firstSeed * 100_000; seed < firstSeed * 100_000 + seeds; seed++) {
      List<EventPacket> log = Disorder.log(seed, 4_000);
      List<String> undisturbed = new ArrayList<>();
      int[] saidBefore = new int[log.size()];
      StepSlicer whole = slicer(undisturbed);
      for (int i = 0; i < log.size(); i++) {
        saidBefore[i] = undisturbed.size();
        whole.accept(log.get(i));
      }
      SliceCounts counts = whole.counts();
      assertThat(counts.packets() + counts.duplicates() + counts.aside())
          .as("seed %d", seed)
          .isEqualTo(log.size());
      for (int restart = 1_500; restart < log.size(); restart += 191) {
        int from = restart;
        long wanted = REACH + PacketOrder.TURN_BACK_MICROS;
        while (from > 0
            && !BoundedPast.isHeldBy(log.subList(from, restart), Set.of(), r -> wanted)) {
          from = Math.max(0, from - 128);
        }
        List<String> again = new ArrayList<>();
        StepSlicer rebuilt = slicer(again);
        log.subList(from, restart).forEach(rebuilt::accept);
        again.clear();
        log.subList(restart, log.size()).forEach(rebuilt::accept);
        assertThat(again)
            .as("seed %d, restart at packet %d, rebuilt from %d", seed, restart, from)
            .isEqualTo(undisturbed.subList(saidBefore[restart], undisturbed.size()));
        compared += again.size();
      }
    }
    assertThat(compared).isPositive();
  }

  private static StepSlicer slicer(List<String> steps) {
    return new StepSlicer(
        new StepGrid(10_000),
        new StepSlicer.StepSink() {
          @Override
          public void closed(StepEvents step) {
            long sum = 0;
            for (int i = 0; i < step.size(); i++) {
              sum += step.micros(i);
            }
            steps.add(step.step() + ": " + step.size() + " " + sum + " " + step.missing());
          }

          @Override
          public void beganAnew() {
            steps.add("anew");
          }
        });
  }

  @Test
  void nothingHoldsNothing() {
    assertThat(isHeld(List.of(), Set.of())).isFalse();
  }

  private static boolean isHeld(List<EventPacket> packets, Set<String> expected) {
    return BoundedPast.isHeldBy(packets, expected, rig -> REACH);
  }

  private static List<EventPacket> packets(String camera, long from, long to) {
    List<EventPacket> packets = new ArrayList<>();
    for (long begin = from; begin < to; begin += 10_000) {
      packets.add(
          new EventPacket(
              "r",
              camera,
              346,
              260,
              begin / 10_000,
              begin,
              begin + 10_000,
              0,
              new short[0],
              new short[0],
              new int[0],
              new byte[0]));
    }
    return packets;
  }
}
