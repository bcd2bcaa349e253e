package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.events.window.StepSlicer;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogPositionTest {
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(new RigCamera("a", 346, 260, 0), new RigCamera("b", 346, 260, 1)),
          0,
          10_000,
          "",
          "");

  @Test
  void anEmptyLogBeginsAtZero() {
    assertThat(LogPosition.after(RIG, Map.of())).isEqualTo(new LogPosition(0, List.of(0L, 0L)));
  }

  @Test
  void goesOnAtARoundStepFarBehindTheLastPacketOfAnyCamera() {
    Map<String, EventPacket> last =
        Map.of("a", packet("a", 41, 4_000_000), "b", packet("b", 7, 90_000_000));
    assertThat(LogPosition.after(RIG, last)).isEqualTo(new LogPosition(20_000, List.of(42L, 8L)));
  }

  @Test
  void aCameraThatNeverSpokeBeginsItsSequence() {
    Map<String, EventPacket> last = Map.of("a", packet("a", 41, 4_000_000));
    assertThat(LogPosition.after(RIG, last)).isEqualTo(new LogPosition(10_000, List.of(42L, 0L)));
  }

  @Test
  void theHoleIsALeapForTheSlicerWhateverTheLastStep() {
    for (long end = 0; end < 300_000_000; end += 1_270_000) {
      long first = LogPosition.after(RIG, Map.of("a", packet("a", 0, end))).firstStep();
      assertThat(first - end / 10_000).isGreaterThan(StepSlicer.MAX_JUMP_STEPS);
      assertThat(first % LogPosition.ROUND_STEPS).isZero();
    }
  }

  static EventPacket packet(String camera, long sequence, long endMicros) {
    return new EventPacket(
        "r",
        camera,
        346,
        260,
        sequence,
        Math.max(0, endMicros - 10_000),
        endMicros,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }
}
