package evpose.datasets;

/** Who is there to learn from, and who to be measured with: as in DHP19 and the paper. */
public enum Split {
  /** Subjects 1 to 12. */
  TRAIN,
  /** Subjects 13 to 17. Touched once for each published number. */
  TEST;

  private static final int FIRST_TEST_SUBJECT = 13;

  /** Where a subject belongs. */
  public static Split of(int subject) {
    return subject < FIRST_TEST_SUBJECT ? TRAIN : TEST;
  }

  /** {@code train} or {@code test}. */
  public String word() {
    return this == TRAIN ? "train" : "test";
  }
}
