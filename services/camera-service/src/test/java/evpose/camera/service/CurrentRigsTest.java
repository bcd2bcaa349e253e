package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentRigsTest {
  private static final RigMessage OLD = rig(1);
  private static final RigMessage NEW = rig(2);

  private final Map<String, RigMessage> table = new HashMap<>();
  private final Map<String, RigMessage> topic = new HashMap<>();
  private int asked;
  private final CurrentRigs rigs =
      new CurrentRigs(
          name -> Optional.ofNullable(table.get(name)),
          () -> {
            asked++;
            return Map.copyOf(topic);
          });

  @Test
  void theTableAnswersWithoutAskingTheTopic() {
    table.put("r", OLD);
    assertThat(rigs.apply("r")).hasValue(OLD);
    assertThat(asked).isZero();
  }

  @Test
  void aRigThatTheTableDoesNotKnowYetIsFoundInTheTopic() {
    topic.put("r", NEW);
    assertThat(rigs.refresh("r")).isTrue();
    assertThat(rigs.apply("r")).hasValue(NEW);
  }

  @Test
  void theTableWinsOnceItHasFollowed() {
    table.put("r", OLD);
    topic.put("r", NEW);
    rigs.refresh("r");
    assertThat(rigs.apply("r")).hasValue(NEW);
    RigMessage newest = rig(3);
    table.put("r", newest);
    assertThat(rigs.apply("r")).hasValue(newest);
  }

  @Test
  void anUnknownRigIsAskedForOnce() {
    for (int i = 0; i < 100; i++) {
      assertThat(rigs.refresh("nobody")).isFalse();
    }
    assertThat(asked).isEqualTo(1);
    assertThat(rigs.apply("nobody")).isEmpty();
  }

  @Test
  void endlessNonsenseNamesDoNotAskForEver() {
    for (int i = 0; i < 5000; i++) {
      rigs.refresh("nonsense" + i);
    }
    assertThat(asked).isEqualTo(1000);
  }

  private static RigMessage rig(int posesPartition) {
    return new RigMessage(
        "r", List.of(new RigCamera("cam0", 346, 260, 0)), posesPartition, 10_000, "", "");
  }
}
