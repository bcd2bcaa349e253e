package evpose.cli.doctor;

import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Were records set aside, why, and is it still going on? */
final class LettersLink {
  private static final long RECENT_MILLIS = 60_000;
  private static final int ENOUGH = 1_000;

  private static final Map<String, String> CURES =
      Map.of(
          "unknown-camera", "register the rig with that camera: ./evpose rig add",
          "unknown-rig", "register the rig: ./evpose rig add",
          "geometry-mismatch", "register the sensor's size as it is: ./evpose rig add",
          "missing-calibration",
              "publish the rig's calibration: ./evpose rig add RIG --calibration FILE",
          "unknown-policy", "register the rig with a policy that there is: ./evpose rig add",
          "untrained-rig",
              "set evpose.triangulation.method to robust: learned triangulation knows one pair of"
                  + " cameras",
          "step-mismatch", "register the rig with the steps that its poses have: ./evpose rig add",
          "wrong-key", "let only camera-service write into poses-2d: ./evpose acl");

  private LettersLink() {}

  /** The letters of one reason. */
  private record Pile(long count, long recent, DeadLetterMessage last) {
    Pile with(Pile more) {
      return new Pile(count + more.count, recent + more.recent, more.last);
    }
  }

  static void look(Visit visit, Chart chart) {
    if (!visit.topics.containsKey(Topics.DEAD_LETTERS)) {
      chart.skip("dead-letters", "not looked at: topic dead-letters cannot be read");
      return;
    }
    try {
      List<ConsumerRecord<byte[], byte[]>> letters =
          visit.tail(Topics.DEAD_LETTERS, 0, records -> records.size() >= ENOUGH);
      Map<String, Pile> piles = piles(visit, letters);
      piles.forEach((reason, pile) -> judge(reason, pile, chart));
      if (piles.isEmpty()) {
        chart.ok("dead-letters", "", "none: every record could be used");
      }
    } catch (KafkaException | IllegalStateException e) {
      chart.fail(
          "dead-letters",
          "",
          "they cannot be read: " + Deepest.of(e),
          "grant READ on topic dead-letters: ./evpose acl metrics");
    }
  }

  private static Map<String, Pile> piles(
      Visit visit, List<ConsumerRecord<byte[], byte[]>> letters) {
    Map<String, Pile> piles = new TreeMap<>();
    long recentSince = visit.nowMillis() - RECENT_MILLIS;
    for (ConsumerRecord<byte[], byte[]> record : letters) {
      if (record.value() == null) {
        continue;
      }
      try {
        DeadLetterMessage letter = Json.decode(record.value(), DeadLetterMessage.class);
        long recent = !visit.what().fromFiles() && record.timestamp() >= recentSince ? 1 : 0;
        piles.merge(letter.reason(), new Pile(1, recent, letter), Pile::with);
      } catch (MalformedMessageException e) {
        continue; // somebody else wrote into the topic
      }
    }
    return piles;
  }

  private static void judge(String reason, Pile pile, Chart chart) {
    String says =
        Text.say(
            "%d set aside, %d of them in the last minute; the last: %s",
            pile.count, pile.recent, pile.last.message());
    String cure =
        CURES.getOrDefault(reason, "see them: ./evpose dead-letters show --reason " + reason)
            + "; then publish them again: ./evpose dead-letters redrive --reason "
            + reason;
    if (pile.recent > 0) {
      chart.fail("dead-letters", reason, says, cure);
    } else {
      chart.warn("dead-letters", reason, says, cure);
    }
  }
}
