package evpose.cli.audit;

/** Answers that a log must hold, and which of them it does. */
interface Expected {
  /** Answers that must be met. */
  long expected();

  /** Those of them that were. */
  long met();

  /** Visits every answer that was not met, lane by lane. */
  void forEachUnmet(AnswerSet.Visitor visitor);
}
