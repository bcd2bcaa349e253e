package evpose.cli;

import evpose.messages.RigMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of the registered rigs a command is about. */
final class RigChoice {
  private RigChoice() {}

  /**
   * The one that is wanted, or the only one.
   *
   * @param wanted null when none was named
   */
  static RigMessage of(List<RigMessage> rigs, @Nullable String wanted, String kafka) {
    if (wanted == null && rigs.size() == 1) {
      return rigs.get(0);
    }
    return rigs.stream()
        .filter(r -> r.rig().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    (wanted == null ? "say which rig" : "there is no such rig: rig=" + wanted)
                        + ": registered="
                        + rigs.stream().map(RigMessage::rig).toList()
                        + ", bootstrap="
                        + kafka));
  }
}
