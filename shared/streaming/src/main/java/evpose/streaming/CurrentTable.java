package evpose.streaming;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is now. A publisher registers its rig and publishes at once, so a record may be
 * here before the table in memory has followed: whoever misses a row asks the topic itself, once,
 * before the record is refused. Not thread-safe.
 *
 * @param <T> a row
 */
public final class CurrentTable<T> implements Function<String, Optional<T>> {
  /** Nonsense names must not make this grow for ever. */
  private static final int MAX_ASKED = 1000;

  private final Function<String, Optional<T>> table;
  private final Supplier<Map<String, T>> topic;
  private final Map<String, Asked<T>> asked = new HashMap<>();

  /**
   * What the topic said when the table was behind.
   *
   * @param behind what the table said then
   */
  private record Asked<T>(@Nullable T behind, @Nullable T answer) {}

  /**
   * @param table in memory, quick, some milliseconds late
   * @param topic all rows of the topic at the moment of asking, slow
   */
  public CurrentTable(Function<String, Optional<T>> table, Supplier<Map<String, T>> topic) {
    this.table = table;
    this.topic = topic;
  }

  @Override
  public Optional<T> apply(String key) {
    Optional<T> known = table.apply(key);
    Asked<T> ahead = asked.get(key);
    if (ahead == null
        || ahead.answer == null
        || !Objects.equals(known.orElse(null), ahead.behind)) {
      return known;
    }
    return Optional.of(ahead.answer);
  }

  /**
   * Asks the topic, unless it was asked already while the table said the same.
   *
   * @return whether the topic knows more than the table
   */
  public boolean refresh(String key) {
    T known = table.apply(key).orElse(null);
    Asked<T> before = asked.get(key);
    boolean again = before != null && Objects.equals(before.behind, known);
    if (again || (before == null && asked.size() >= MAX_ASKED)) {
      return false;
    }
    T answer = topic.get().get(key);
    asked.put(key, new Asked<>(known, answer));
    return answer != null && !answer.equals(known);
  }

  /** The row, from the topic itself where the table does not have it yet. */
  public Optional<T> find(String key) {
    Optional<T> known = apply(key);
    return known.isPresent() || !refresh(key) ? known : apply(key);
  }
}
