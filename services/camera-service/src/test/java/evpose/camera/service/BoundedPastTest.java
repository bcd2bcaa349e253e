package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
    List<EventPacket> packets = packets("a", 60_000_000, 60_010_000);
    packets.addAll(packets("a", 0, 70_000));
    assertThat(isHeld(packets, Set.of())).isFalse();
    packets.addAll(packets("a", 70_000, 80_000));
    assertThat(isHeld(packets, Set.of())).isTrue();
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
