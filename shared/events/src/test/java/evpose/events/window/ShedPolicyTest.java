package evpose.events.window;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.window.ShedPolicy.Order;
import evpose.events.window.ShedPolicy.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShedPolicyTest {
  @Test
  void aBacklogUpToTheLimitIsWorkedOff() {
    ShedPolicy policy = new ShedPolicy(50, Order.OLDEST_FIRST);
    assertThat(policy.decide(7, 50)).isNull();
    assertThat(policy.decide(7, 51)).isEqualTo(new Steps(7, 32));
    assertThat(ShedPolicy.none().decide(7, 1_000_000)).isNull();
  }

  @Test
  void theFreshestGoWhenWhatHasBegunIsToBeFinished() {
    assertThat(new ShedPolicy(50, Order.FRESHEST_FIRST).decide(7, 60)).isEqualTo(new Steps(32, 66));
  }

  @Test
  void oneDecisionIsBounded() {
    assertThat(new ShedPolicy(50, Order.OLDEST_FIRST).decide(0, 1_000_000))
        .isEqualTo(new Steps(0, 999));
  }

  @Test
  void whatWasKeptIsAnsweredHoweverGreatTheBacklogIs() {
    ShedPolicy policy = new ShedPolicy(50, Order.OLDEST_FIRST);
    assertThat(policy.mayDecide(125, new Steps(0, 100))).isFalse();
    assertThat(policy.mayDecide(126, new Steps(0, 100))).isTrue();
  }

  /** Twice the load that can be borne: lag stays bounded and every step is answered or given up. */
  @ParameterizedTest
  @EnumSource(Order.class)
  void underTwiceTheLoadLagIsBoundedAndNothingIsUnaccounted(Order order) {
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      long limit = 10 + random.nextInt(200);
      ShedPolicy policy = new ShedPolicy(limit, order);
      List<Steps> shed = new ArrayList<>();
      double now = 0; // in steps of data time, at which they also arrive
      long answered = 0;
      long lost = 0;
      for (long open = 0; open < 5_000; open++) {
        long step = open;
        now = Math.max(now, open + 1);
        long backlog = (long) now - open;
        Steps last = shed.isEmpty() ? null : shed.get(shed.size() - 1);
        if (last == null || policy.mayDecide(open, last)) {
          Steps decided = policy.decide(open, backlog);
          if (decided != null) {
            shed.add(decided);
          }
        }
        if (shed.stream().skip(Math.max(0, shed.size() - 2)).anyMatch(s -> s.contains(step))) {
          lost++;
          now += 0.01;
          continue;
        }
        answered++;
        assertThat(backlog).as("seed %d, step %d", seed, open).isLessThanOrEqualTo(2 * limit + 2);
        now += 1.5 + random.nextDouble(); // a step takes as long as two
      }
      assertThat(answered + lost).isEqualTo(5_000);
      assertThat(answered).as("seed %d", seed).isBetween(2_000L, 3_000L);
    }
  }
}
