package evpose.recordings.prophesee;

import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.RecordedCamera;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text at the begin of a file: lines that begin with '%', up to "% end" or the first byte that
 * is none.
 *
 * @param bytes where the words begin (of DAT: the two bytes before the records)
 * @param format null when no line names one
 * @param sensor null when no line tells its size
 */
record RawHeader(int bytes, @Nullable RawFormat format, @Nullable SensorGeometry sensor) {
  private static final SensorGeometry VGA = new SensorGeometry(640, 480);
  private static final SensorGeometry HD = new SensorGeometry(1280, 720);
  private static final Pattern EVT = Pattern.compile("% (?:evt |format EVT)([0-9.]+)(?:;.*)?");
  private static final Pattern NAMED =
      Pattern.compile("(?:% [^\n]*\n)*?% (?:evt |format EVT|Data file|Version 2\n)");
  private static final Pattern WIDTH = Pattern.compile("(?i)%.*\\bwidth[ =]([0-9]{1,9})\\b.*");
  private static final Pattern HEIGHT = Pattern.compile("(?i)%.*\\bheight[ =]([0-9]{1,9})\\b.*");
  private static final Pattern BOTH = Pattern.compile("% geometry ([0-9]{1,9})x([0-9]{1,9})");

  /** Reads it from the first {@code length} bytes of a file. */
  static RawHeader parse(Path file, byte[] head, int length) throws IOException {
    int at = 0;
    RawFormat format = null;
    int width = 0;
    int height = 0;
    SensorGeometry guess = null;
    while (at + 1 < length && head[at] == '%' && head[at + 1] == ' ') {
      int end = at;
      while (end < length && head[end] != '\n') {
        end++;
      }
      if (end == length) {
        break; // a first word that looks like a line
      }
      String line = new String(head, at, end - at, StandardCharsets.ISO_8859_1).strip();
      RawFormat named = format(file, at, line);
      format = named == null ? format : named;
      Matcher both = BOTH.matcher(line);
      if (both.matches()) {
        width = Integer.parseInt(both.group(1));
        height = Integer.parseInt(both.group(2));
      }
      width = number(WIDTH, line, width);
      height = number(HEIGHT, line, height);
      guess = guess == null ? byName(line) : guess;
      at = end + 1;
      if (line.equals("% end")) {
        break;
      }
    }
    return new RawHeader(
        at, format, width == 0 || height == 0 ? guess : sized(file, width, height));
  }

  /** The text of a file of words. */
  static String text(String version, String format, RecordedCamera camera) {
    String sensor = ";height=" + camera.height() + ";width=" + camera.width();
    return "% evt "
        + version
        + "\n% format "
        + format
        + sensor
        + "\n% geometry "
        + camera.sensor()
        + "\n% end\n";
  }

  /** Whether a line of the text that a file begins with names a format, in whatever version. */
  static boolean names(byte[] head) {
    return NAMED.matcher(new String(head, StandardCharsets.ISO_8859_1)).lookingAt();
  }

  private static @Nullable RawFormat format(Path file, int at, String line)
      throws UnsupportedRecordingException {
    if (line.startsWith("% Data file") || line.equals("% Version 2")) { // some tell only this
      return RawFormat.DAT;
    }
    Matcher evt = EVT.matcher(line);
    if (!evt.matches()) {
      return null;
    }
    if (line.contains("endianness=legacy")) {
      throw new UnsupportedRecordingException(
          file, at, "words in the legacy order are not supported: format=" + line.substring(2));
    }
    switch (evt.group(1)) {
      case "2", "2.0":
        return RawFormat.EVT2;
      case "21", "2.1":
        return RawFormat.EVT21;
      case "3", "3.0":
        return RawFormat.EVT3;
      default:
        throw new UnsupportedRecordingException(
            file, at, "EVT is read in versions 2, 2.1 and 3: version=" + evt.group(1));
    }
  }

  private static int number(Pattern pattern, String line, int before) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : before;
  }

  /** Older files name the camera's plugin and not its size. */
  private static @Nullable SensorGeometry byName(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("% plugin_name")) {
      return null;
    }
    if (lower.contains("gen3")) {
      return VGA;
    }
    return lower.contains("gen4") || lower.contains("imx636") ? HD : null;
  }

  private static SensorGeometry sized(Path file, int width, int height)
      throws BrokenRecordingException {
    if (width > 65_536 || height > 65_536) {
      throw new BrokenRecordingException(
          file,
          0,
          "sensor sides must be in [1, 65536] pixels: width=" + width + ", height=" + height);
    }
    return new SensorGeometry(width, height);
  }
}
