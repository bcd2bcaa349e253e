package evpose.cli.doctor;

/** What an error says at its bottom, where the reason is. */
final class Deepest {
  private Deepest() {}

  static String of(Throwable e) {
    Throwable t = e;
    while (t.getCause() != null && t.getCause() != t) {
      t = t.getCause();
    }
    return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
  }
}
