package evpose.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.cli.chaos.Act.Kind;
import evpose.cli.chaos.ChaosPlan.Deed;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  @Test
  void theSameSeedDoesTheSame() {
    assertThat(plan(7, 60)).isEqualTo(plan(7, 60)).isNotEqualTo(plan(8, 60));
  }

  @Test
  void twentySeedsDoEverything() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (long seed = 1; seed <= 20; seed++) {
      List<Act> plan = plan(seed, 60);
      assertThat(plan.size()).as("seed %d", seed).isGreaterThan(5);
      plan.forEach(act -> kinds.add(act.kind()));
    }
    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void somebodyIsAlwaysThereOrComesBackAndNobodyIsKilledTwice() {
    for (long seed = 1; seed <= 2000; seed++) {
      Set<String> up = new HashSet<>(ChaosPlan.AT_FIRST);
      double before = 0;
      for (Act act : plan(seed, 300)) {
        assertThat(act.atSeconds()).as("seed %d, %s", seed, act).isGreaterThanOrEqualTo(before);
        before = act.atSeconds();
        switch (act.kind()) {
          case KILL, FREEZE, REMOVE ->
              assertThat(up.remove(act.target())).as("seed %d, %s", seed, act).isTrue();
          case START, THAW ->
              assertThat(up.add(act.target())).as("seed %d, %s", seed, act).isTrue();
          default -> {}
        }
      }
      assertThat(up).as("seed %d", seed).containsAll(ChaosPlan.AT_FIRST);
      assertThat(before)
          .isLessThanOrEqualTo(300 - ChaosPlan.PEACE_AT_LAST + ChaosPlan.FREEZE_SECONDS);
    }
  }

  @Test
  void aShortTimeIsRefused() {
    assertThatThrownBy(() -> plan(1, 10)).hasMessage("chaos needs 30 s at least: seconds=10.0");
  }

  @Test
  void onlyWhatMayBeDoneIsDone() {
    ChaosSettings settings =
        new ChaosSettings(120, 2, "compact", true, 0, EnumSet.of(Deed.KILL_CAMERA), 20);
    assertThat(ChaosPlan.of(3, settings))
        .isNotEmpty()
        .allMatch(act -> act.kind() == Kind.KILL || act.kind() == Kind.START)
        .allMatch(act -> act.target().startsWith("camera-"));
  }

  private static List<Act> plan(long seed, double seconds) {
    return ChaosPlan.of(
        seed, new ChaosSettings(seconds, 2, "compact", true, 0, EnumSet.allOf(Deed.class), 4));
  }
}
