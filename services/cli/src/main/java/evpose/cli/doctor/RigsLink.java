package evpose.cli.doctor;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/** Is any rig registered, and are the partitions there that it names? */
final class RigsLink {
  private RigsLink() {}

  static void look(Visit visit, Chart chart) {
    if (!visit.topics.containsKey(Topics.RIGS)) {
      chart.skip("rigs", "not looked at: topic rigs cannot be read");
      return;
    }
    try {
      visit.table(Topics.RIGS).forEach((name, json) -> read(visit, name, json, chart));
    } catch (KafkaException | IllegalStateException e) {
      chart.fail(
          "rigs",
          "",
          "the registrations cannot be read: " + Deepest.of(e),
          "grant READ on topic rigs: ./evpose acl");
      return;
    }
    visit.rigs.values().forEach(rig -> partitions(visit, rig, chart));
    if (visit.rigs.isEmpty() && !chart.isBroken("rigs")) {
      chart.warn(
          "rigs",
          "",
          "no rig is registered, so all packets would be set aside",
          "./evpose rig add NAME --camera ID=WxH ... --bootstrap "
              + visit.what().bootstrap()
              + " (./evpose demo registers its own)");
    }
  }

  private static void read(Visit visit, String name, byte[] json, Chart chart) {
    try {
      visit.rigs.put(name, Json.decode(json, RigMessage.class));
    } catch (MalformedMessageException e) {
      chart.fail(
          "rigs",
          name,
          "its registration is broken: " + e.getMessage(),
          "register it again: ./evpose rig add " + name);
    }
  }

  private static void partitions(Visit visit, RigMessage rig, Chart chart) {
    boolean there = true;
    for (RigCamera camera : rig.cameras()) {
      there &= isThere(visit, Topics.EVENTS, camera.eventsPartition(), rig, chart);
    }
    there &= isThere(visit, Topics.POSES_2D, rig.posesPartition(), rig, chart);
    if (there) {
      chart.ok(
          "rigs",
          rig.rig(),
          rig.cameras().size()
              + (rig.cameras().size() == 1 ? " camera at " : " cameras at ")
              + 1_000_000 / rig.stepMicros()
              + " Hz, partitions are there");
    }
  }

  private static boolean isThere(
      Visit visit, String topic, int partition, RigMessage rig, Chart chart) {
    TopicDescription described = visit.topics.get(topic);
    if (described == null || partition < described.partitions().size()) {
      return true; // or the link before has said so
    }
    chart.fail(
        "rigs",
        rig.rig(),
        "it names partition "
            + partition
            + " of "
            + topic
            + ", which has "
            + described.partitions().size()
            + ": nothing can be published there",
        "kafka-topics.sh --alter --topic "
            + topic
            + " --partitions "
            + Topics.spec(topic).partitions()
            + ", or register the rig again: ./evpose rig add "
            + rig.rig());
    return false;
  }
}
