package evpose.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** What was found so far, in the chain's order. Not thread-safe. */
final class Chart {
  private final List<Check> checks = new ArrayList<>();

  void ok(String link, String subject, String says) {
    checks.add(new Check(link, subject, Level.OK, says, ""));
  }

  void warn(String link, String subject, String says, String cure) {
    checks.add(new Check(link, subject, Level.WARNING, says, cure));
  }

  void fail(String link, String subject, String says, String cure) {
    checks.add(new Check(link, subject, Level.FAILED, says, cure));
  }

  void skip(String link, String says) {
    checks.add(new Check(link, "", Level.SKIPPED, says, ""));
  }

  /** Whether anything of a link is broken or was not looked at. */
  boolean isBroken(String link) {
    return checks.stream()
        .anyMatch(
            c ->
                c.link().equals(link) && (c.level() == Level.FAILED || c.level() == Level.SKIPPED));
  }

  /** Whether nothing but good was found of a link. */
  boolean isFine(String link) {
    return checks.stream().noneMatch(c -> c.link().equals(link) && c.level() != Level.OK);
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }
}
