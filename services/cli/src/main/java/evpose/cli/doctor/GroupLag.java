package evpose.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Who is in a service's consumer group, and how many records it has still to read. */
final class GroupLag {
  private final Visit visit;

  GroupLag(Visit visit) {
    this.visit = visit;
  }

  /** In words, such as {@code 2 members of group evpose-camera, 12 records to read}. */
  String words(String group, String topic) {
    try {
      ConsumerGroupDescription described =
          visit.get(
              visit
                  .admin()
                  .describeConsumerGroups(List.of(group))
                  .describedGroups()
                  .values()
                  .iterator()
                  .next());
      int members = described.members().size();
      return (members == 0
              ? "nobody is in group " + group
              : members + (members == 1 ? " member" : " members") + " of group " + group)
          + ", "
          + lag(group, topic)
          + " records to read";
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return "nobody was ever in group " + group;
      }
      return "the broker does not say who is in group " + group + ": " + Deepest.of(e);
    }
  }

  private long lag(String group, String topic) throws ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        visit.get(visit.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, OffsetSpec> ends =
        committed.entrySet().stream()
            .filter(e -> e.getKey().topic().equals(topic) && e.getValue() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, e -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found =
        visit.get(visit.admin().listOffsets(ends).all());
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end :
        found.entrySet()) {
      OffsetAndMetadata at = committed.get(end.getKey());
      lag += at == null ? 0 : Math.max(0, end.getValue().offset() - at.offset());
    }
    return lag;
  }
}
