package evpose.cli.doctor;

/** How a link of the chain was found. */
public enum Level {
  OK,
  /** It works, but not as one would want. */
  WARNING,
  FAILED,
  /** It was not looked at; the words say why. */
  SKIPPED
}
