package evpose.cli.doctor;

import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.QuorumInfo;

/**
 * This machine's clock against the broker's: the leader of the controllers says when it last heard
 * of its replicas, and of itself that is now.
 */
final class ClockLink {
  static final String CURE = "let both follow the same time server: timedatectl set-ntp true";

  private static final long ODD_MILLIS = 100;
  private static final long BROKEN_MILLIS = 10_000;

  private ClockLink() {}

  static void look(Visit visit, Chart chart) {
    long before = visit.nowMillis();
    QuorumInfo quorum;
    try {
      quorum = visit.get(visit.admin().describeMetadataQuorum().quorumInfo());
    } catch (ExecutionException e) {
      chart.skip("clock", "the broker does not say what time it is: " + Deepest.of(e));
      return;
    }
    long after = visit.nowMillis();
    OptionalLong leaders =
        quorum.voters().stream()
            .filter(v -> v.replicaId() == quorum.leaderId())
            .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
            .findFirst()
            .orElse(OptionalLong.empty());
    if (leaders.isEmpty() || leaders.getAsLong() <= 0) {
      chart.skip("clock", "the broker does not say what time it is");
      return;
    }
    judge(leaders.getAsLong(), before, after, chart);
  }

  /**
   * @param brokersMillis its clock, at some moment between before and after
   */
  static void judge(long brokersMillis, long before, long after, Chart chart) {
    long apart =
        brokersMillis > after ? brokersMillis - after : Math.min(0, brokersMillis - before);
    String way = apart > 0 ? "ahead of" : "behind";
    String says =
        "the broker's clock is " + Text.duration(Math.abs(apart)) + " " + way + " this machine's";
    if (Math.abs(apart) >= BROKEN_MILLIS) {
      chart.fail("clock", "broker", says + ": latencies are nonsense, retention is off", CURE);
    } else if (Math.abs(apart) >= ODD_MILLIS) {
      chart.warn("clock", "broker", says + ": latencies are off by that", CURE);
    } else {
      chart.ok(
          "clock",
          "broker",
          "agrees with this machine's within " + (after - before + ODD_MILLIS) + " ms");
    }
  }
}
