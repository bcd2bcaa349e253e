package evpose.training;

import java.util.ArrayList;
import java.util.List;

/** The one rule by which a long list is measured on a part of it. */
public final class Thinning {
  private Thinning() {}

  /**
   * Every so many of a list: element {@code floor(i · size / most)} for each i below {@code most};
   * the whole list when it is not longer.
   */
  public static <T> List<T> evenly(List<T> all, int most) {
    List<T> thinned = new ArrayList<>();
    int count = Math.min(most, all.size());
    for (int i = 0; i < count; i++) {
      thinned.add(all.get((int) ((long) i * all.size() / count)));
    }
    return thinned;
  }
}
