package evpose.training.evaluation;

import evpose.datasets.DatasetFolder;
import evpose.datasets.Split;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.training.TakeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whom a run measures with. */
public enum MeasuredSplit {
  /** Subjects 10 to 12: for choosing. */
  VALIDATION("validation", Split.TRAIN),
  /** Subjects 13 to 17: for publishing, once. */
  TEST("test", Split.TEST);

  private final String word;
  private final Split folderSplit;

  MeasuredSplit(String word, Split folderSplit) {
    this.word = word;
    this.folderSplit = folderSplit;
  }

  /** As it is written: {@code validation} or {@code test}. */
  public String word() {
    return word;
  }

  /**
   * The split of a word.
   *
   * @throws IllegalArgumentException saying which there are
   */
  public static MeasuredSplit of(String word) {
    for (MeasuredSplit split : values()) {
      if (split.word.equals(word)) {
        return split;
      }
    }
    throw new IllegalArgumentException("a split is test or validation: split=" + word);
  }

  /**
   * Opens its takes, in the data set's order.
   *
   * @throws IOException when there is none
   */
  List<Take> open(DatasetFolder dataset, Path folder) throws IOException {
    List<Take> takes = new ArrayList<>();
    for (Path file : dataset.files(folderSplit)) {
      Take take = TakeFile.open(file);
      if (this == TEST || take.header().subject() >= TakeLibrary.FIRST_VALIDATION_SUBJECT) {
        takes.add(take);
      }
    }
    if (takes.isEmpty()) {
      throw new IOException(
          "the data set has nobody of this split, make it with `evpose dataset generate --out "
              + folder
              + "`: folder="
              + folder
              + ", split="
              + word);
    }
    return takes;
  }
}
