package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RigRegistrationTest {
  private static final EventFeed.Rig FEED = new ScriptedFeed("r", 2, 1, false).rig();

  @Test
  void aFirstRigTakesTheFirstPartitions() {
    assertThat(RigRegistration.plan(FEED, "", "", List.of()))
        .isEqualTo(
            new RigMessage(
                "r",
                List.of(new RigCamera("cam0", 346, 260, 0), new RigCamera("cam1", 346, 260, 1)),
                0,
                10_000,
                "",
                ""));
  }

  @Test
  void aMapMadeByHandStays() {
    RigMessage byHand =
        new RigMessage(
            "r",
            List.of(new RigCamera("cam0", 346, 260, 40), new RigCamera("cam1", 346, 260, 41)),
            9,
            10_000,
            "paper",
            "fixed-20");
    assertThat(RigRegistration.plan(FEED, "compact", "", List.of(byHand))).isEqualTo(byHand);
  }

  @Test
  void aRigOfOtherCamerasIsPlacedAnewBesideTheOthers() {
    RigMessage other =
        new RigMessage("o", List.of(new RigCamera("cam0", 346, 260, 0)), 0, 10_000, "", "");
    RigMessage before =
        new RigMessage("r", List.of(new RigCamera("cam0", 640, 480, 50)), 50, 10_000, "", "");
    assertThat(RigRegistration.plan(FEED, "compact-200hz", "fixed-5", List.of(other, before)))
        .isEqualTo(
            new RigMessage(
                "r",
                List.of(new RigCamera("cam0", 346, 260, 1), new RigCamera("cam1", 346, 260, 2)),
                1,
                10_000,
                "compact-200hz",
                "fixed-5"));
  }
}
