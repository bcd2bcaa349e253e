package evpose.source.service;

import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Says who publishes before the first packet does: rig and calibration on their tables. */
final class RigRegistration {
  private RigRegistration() {}

  /**
   * How the feed's rig is registered: as it is when its cameras and grid are the same, so that a
   * map of partitions made by hand stays; newly placed beside the others when not.
   *
   * @param policy of key frames; empty leaves the choice to camera-service
   */
  static RigMessage plan(EventFeed.Rig feed, String policy, List<RigMessage> registered) {
    List<RigCamera> cameras =
        feed.cameras().stream()
            .map(c -> new RigCamera(c.id(), c.sensor().width(), c.sensor().height(), 0))
            .toList();
    for (RigMessage known : registered) {
      if (known.rig().equals(feed.name())
          && sameCameras(known, cameras)
          && known.stepMicros() == feed.stepMicros()) {
        return policy.isEmpty() ? known : withPolicy(known, policy);
      }
    }
    return RigMessage.placed(feed.name(), cameras, feed.stepMicros(), "", policy, registered);
  }

  private static RigMessage withPolicy(RigMessage rig, String policy) {
    return new RigMessage(
        rig.rig(), rig.cameras(), rig.posesPartition(), rig.stepMicros(), rig.model(), policy);
  }

  private static boolean sameCameras(RigMessage known, List<RigCamera> cameras) {
    if (known.cameras().size() != cameras.size()) {
      return false;
    }
    for (int c = 0; c < cameras.size(); c++) {
      RigCamera a = known.cameras().get(c);
      RigCamera b = cameras.get(c);
      if (!a.id().equals(b.id()) || a.width() != b.width() || a.height() != b.height()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Publishes both and waits until the broker has them.
   *
   * @throws SourceException when it does not take them
   */
  static void publish(
      Producer<byte[], byte[]> producer, RigMessage rig, @Nullable CalibrationMessage calibration)
      throws InterruptedException {
    byte[] key = Keys.of(rig.rig());
    if (calibration != null) {
      await(
          producer.send(new ProducerRecord<>(Topics.CALIBRATIONS, key, Json.encode(calibration))));
    }
    await(producer.send(new ProducerRecord<>(Topics.RIGS, key, Json.encode(rig))));
  }

  private static void await(Future<RecordMetadata> sent) throws InterruptedException {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new SourceException(
          "the rig could not be registered, is the broker up? cause=" + e.getCause(), e);
    }
  }
}
