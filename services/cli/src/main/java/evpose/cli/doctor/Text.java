package evpose.cli.doctor;

import java.util.Locale;

/** Numbers as people read them. */
final class Text {
  private Text() {}

  static String bytes(long bytes) {
    if (bytes >= 1L << 30) {
      return say("%.1f GiB", bytes / (double) (1L << 30));
    }
    return bytes >= 1 << 20 ? say("%.0f MiB", bytes / (double) (1 << 20)) : bytes + " bytes";
  }

  /** How long ago, coarse. */
  static String duration(long millis) {
    if (millis < 10_000) {
      return say("%.1f s", millis / 1e3);
    }
    long seconds = millis / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }

  static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
