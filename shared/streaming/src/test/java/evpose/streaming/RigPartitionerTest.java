package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.Keys;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RigPartitionerTest {
  private final RigPartitioner partitioner = new RigPartitioner();

  @Test
  void sendsARigWhereItsRegistrationSays() {
    partitioner.place("studio", 5);
    assertThat(partitioner.partitions("t", Keys.of("studio"), new byte[0], 64)).hasValue(Set.of(5));
    partitioner.place("studio", 6);
    assertThat(partitioner.partitions("t", Keys.of("studio"), new byte[0], 64)).hasValue(Set.of(6));
  }

  @Test
  void wrapsAPartitionThatTheTopicDoesNotHave() {
    partitioner.place("studio", 5);
    assertThat(partitioner.partitions("t", Keys.of("studio"), new byte[0], 4)).hasValue(Set.of(1));
  }

  @Test
  void leavesOtherRigsToTheKeysHash() {
    partitioner.place("studio", 5);
    assertThat(partitioner.partitions("t", Keys.of("lab"), new byte[0], 64)).isEmpty();
  }
}
