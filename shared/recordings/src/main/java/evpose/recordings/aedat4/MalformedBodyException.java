package evpose.recordings.aedat4;

/** Bytes that break a rule; whoever knows the file adds the place. */
final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1;

  private final String rule;

  MalformedBodyException(String rule) {
    super(rule);
    this.rule = rule;
  }

  String rule() {
    return rule;
  }
}
