package evpose.camera.service;

import evpose.messages.RigMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rigs as they are registered now. A publisher registers its rig and publishes at once, so a packet
 * may be here before the table in memory has followed: whoever misses a rig asks the topic itself,
 * once, before the packet is refused. Not thread-safe.
 */
final class CurrentRigs implements Function<String, Optional<RigMessage>> {
  /** Nonsense names must not make this grow for ever. */
  private static final int MAX_ASKED = 1000;

  private final Function<String, Optional<RigMessage>> table;
  private final Supplier<Map<String, RigMessage>> topic;
  private final Map<String, Asked> asked = new HashMap<>();

  /**
   * What the topic said when the table was behind.
   *
   * @param behind what the table said then
   */
  private record Asked(@Nullable RigMessage behind, @Nullable RigMessage answer) {}

  /**
   * @param table in memory, quick, some milliseconds late
   * @param topic all rigs of the topic at the moment of asking, slow
   */
  CurrentRigs(
      Function<String, Optional<RigMessage>> table, Supplier<Map<String, RigMessage>> topic) {
    this.table = table;
    this.topic = topic;
  }

  @Override
  public Optional<RigMessage> apply(String rig) {
    Optional<RigMessage> known = table.apply(rig);
    Asked ahead = asked.get(rig);
    if (ahead == null || ahead.answer == null || !known.equals(Optional.ofNullable(ahead.behind))) {
      return known;
    }
    return Optional.of(ahead.answer);
  }

  /**
   * Asks the topic, unless it was asked already while the table said the same.
   *
   * @return whether the topic knows more than the table
   */
  boolean refresh(String rig) {
    RigMessage known = table.apply(rig).orElse(null);
    Asked before = asked.get(rig);
    boolean again = before != null && Objects.equals(before.behind, known);
    if (again || (before == null && asked.size() >= MAX_ASKED)) {
      return false;
    }
    RigMessage answer = topic.get().get(rig);
    asked.put(rig, new Asked(known, answer));
    return answer != null && !answer.equals(known);
  }
}
