package evpose.datasets;

import java.util.List;

/**
 * What is in a data set, {@code dataset.json}.
 *
 * @param format of this file, 1
 * @param seed as {@link DatasetSettings}
 * @param secondsPerTake as {@link DatasetSettings}
 * @param stepMicros of truth and takes
 * @param rig the cameras' name
 * @param takes in the order of subjects and movements
 * @param testSha256 of the lines {@code sha256, two spaces, file name, newline} of all takes of the
 *     test split, in order; empty when there is none
 */
public record DatasetManifest(
    int format,
    long seed,
    double secondsPerTake,
    int stepMicros,
    String rig,
    List<Entry> takes,
    String testSha256) {
  static final int FORMAT = 1;

  /**
   * One take.
   *
   * @param file its name in the folder
   * @param split train or test
   * @param movement in words
   * @param events by camera
   */
  public record Entry(
      String file,
      String split,
      int subject,
      int session,
      int number,
      String movement,
      int steps,
      List<Integer> events,
      long bytes,
      String sha256) {}

  public DatasetManifest {
    takes = List.copyOf(takes);
  }

  /** Events of all cameras and takes. */
  public long events() {
    return takes.stream().flatMap(t -> t.events().stream()).mapToLong(Integer::longValue).sum();
  }

  /** All files together. */
  public long bytes() {
    return takes.stream().mapToLong(Entry::bytes).sum();
  }
}
