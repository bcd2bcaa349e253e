package evpose.cli.chaos;

import evpose.messages.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** How far the services are behind, as the broker knows it. */
final class Lag implements AutoCloseable {
  private static final Map<String, String> GROUPS =
      Map.of("evpose-camera", Topics.EVENTS, "evpose-triangulation", Topics.POSES_2D);
  private static final int LOOK_AGAIN_MILLIS = 250;
  private static final int ANSWER_SECONDS = 10;

  private final Admin admin;

  Lag(String bootstrap) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /**
   * Waits until both groups have shared out their partitions.
   *
   * @return whether they did in time
   */
  boolean awaitGroups(Duration patience) throws InterruptedException {
    return await(patience, this::areStable);
  }

  /**
   * Waits until nothing is left to be answered.
   *
   * @return whether that came in time
   */
  boolean awaitNone(Duration patience) throws InterruptedException {
    return await(patience, () -> records() == 0);
  }

  @FunctionalInterface
  private interface Question {
    boolean ask() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private static boolean await(Duration patience, Question question) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (question.ask()) {
          return true;
        }
      } catch (ExecutionException | TimeoutException e) {
        // a group that is not there yet, or a broker that is busy: asked again until the deadline
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    return false;
  }

  private boolean areStable() throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .describeConsumerGroups(GROUPS.keySet())
        .all()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .allMatch(g -> g.groupState() == GroupState.STABLE && !g.members().isEmpty());
  }

  private long records() throws InterruptedException, ExecutionException, TimeoutException {
    long behind = 0;
    for (Map.Entry<String, String> group : GROUPS.entrySet()) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group.getKey())
              .partitionsToOffsetAndMetadata()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          ends(group.getValue()).entrySet()) {
        OffsetAndMetadata position = committed.get(end.getKey());
        behind += end.getValue().offset() - (position == null ? 0 : position.offset());
      }
    }
    return behind;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    TopicDescription description =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(ANSWER_SECONDS, TimeUnit.SECONDS)
            .get(topic);
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    if (description != null) {
      description
          .partitions()
          .forEach(p -> wanted.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
    }
    return admin.listOffsets(wanted).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
