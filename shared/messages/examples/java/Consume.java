import evpose.messages.Json;
import evpose.messages.Keypoint3d;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose3dMessage;
import evpose.messages.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints where the head is, each step once or better: java -cp ... Consume.java [bootstrap]
 * [seconds]. Its class path is what evpose-messages brings: kafka-clients and Jackson.
 */
final class Consume {
  private final Map<String, Integer> newest = new HashMap<>(); // rig/step -> revision
  private final Map<String, Long> ahead = new HashMap<>(); // rig -> the newest step

  public static void main(String[] arguments) throws MalformedMessageException {
    String bootstrap = arguments.length > 0 ? arguments[0] : "localhost:9092";
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10;
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "group.id", "java-" + System.nanoTime(),
            "auto.offset.reset", "latest");
    Consume consume = new Consume();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.POSES_3D));
      while (System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          Pose3dMessage pose = Json.decode(record.value(), Pose3dMessage.class);
          if (consume.isNews(pose)) {
            show(pose);
          }
        }
      }
    }
  }

  private boolean isNews(Pose3dMessage pose) {
    String key = pose.rig() + "/" + pose.step();
    if (pose.step() < ahead.getOrDefault(pose.rig(), 0L) - 3_000) { // data time began anew
      newest.clear();
      ahead.remove(pose.rig());
    }
    ahead.merge(pose.rig(), pose.step(), Math::max);
    if (pose.revision() <= newest.getOrDefault(key, -1)) {
      return false;
    }
    newest.put(key, pose.revision()); // the highest revision wins
    newest.remove(pose.rig() + "/" + (pose.step() - 10_000)); // long final
    return true;
  }

  private static void show(Pose3dMessage pose) {
    Keypoint3d head = pose.joints().get(0);
    System.out.printf(
        Locale.ROOT,
        "%s step %d revision %d%s: head (%.0f, %.0f, %.0f) mm%n",
        pose.rig(),
        pose.step(),
        pose.revision(),
        pose.isFinal() ? " final" : "",
        head.x(),
        head.y(),
        head.z());
  }
}
