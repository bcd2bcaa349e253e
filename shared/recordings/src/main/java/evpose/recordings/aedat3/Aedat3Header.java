package evpose.recordings.aedat3;

import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.InputFile;
import evpose.recordings.RecordedCamera;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text at the begin of a file.
 *
 * @param cameras by the number of their source; at least one
 */
record Aedat3Header(Map<Integer, RecordedCamera> cameras) {
  static final String VERSION = "#!AER-DAT3.1";
  private static final String END = "#!END-HEADER";
  private static final int MOST_SOURCES = 64;
  private static final Pattern SOURCE = Pattern.compile("#Source ([0-9]{1,5}): *(.+)");
  private static final Pattern FORMAT = Pattern.compile("#Format: *(.+)");

  /**
   * Reads it, and leaves the file where the packets begin.
   *
   * @throws UnsupportedRecordingException for packed packets, and when no source is a known camera
   */
  static Aedat3Header read(InputFile input) throws IOException {
    Map<Integer, RecordedCamera> cameras = new TreeMap<>();
    Set<String> taken = new HashSet<>();
    StringBuilder sources = new StringBuilder();
    input.fill();
    String line;
    do {
      long at = input.position();
      line = line(input);
      Matcher format = FORMAT.matcher(line);
      if (format.matches() && !format.group(1).equals("RAW")) {
        throw new UnsupportedRecordingException(
            input.file(),
            at,
            "AEDAT3.1 is read in format RAW: format=" + printable(format.group(1)));
      }
      Matcher source = SOURCE.matcher(line);
      if (source.matches() && cameras.size() < MOST_SOURCES) {
        String name = source.group(2).strip();
        sources.append(sources.isEmpty() ? "" : " ").append(printable(name));
        SensorGeometry sensor = sensor(name);
        if (sensor != null) {
          int number = Integer.parseInt(source.group(1));
          String id = RecordedCamera.idFrom(name);
          id = taken.add(id) ? id : RecordedCamera.idFrom("source" + number + "." + id);
          cameras.put(number, new RecordedCamera(id, sensor.width(), sensor.height()));
        }
      }
    } while (!line.equals(END));
    if (cameras.isEmpty()) {
      throw new UnsupportedRecordingException(
          input.file(),
          0,
          "AEDAT3.1 is read from DVS128, DAVIS and DVXplorer cameras: sources=" + sources);
    }
    return new Aedat3Header(cameras);
  }

  private static String line(InputFile input) throws IOException {
    byte[] bytes = input.chunk().array();
    int from = input.chunk().position();
    int end = from;
    while (end < input.chunk().limit() && bytes[end] != '\n') {
      end++;
    }
    if (end == input.chunk().limit() || bytes[from] != '#') {
      throw new BrokenRecordingException(
          input.file(),
          input.position(),
          "the text must end with the line " + END + " within " + InputFile.CHUNK_BYTES + " bytes");
    }
    input.chunk().position(end + 1);
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).strip();
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7E]", "?").substring(0, Math.min(64, text.length()));
  }

  /** By the camera's name; null for one that is none, or not known. */
  private static @Nullable SensorGeometry sensor(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("dvs128") || lower.startsWith("davis128")) {
      return new SensorGeometry(128, 128);
    }
    if (lower.startsWith("dvs132")) {
      return new SensorGeometry(132, 104);
    }
    if (lower.startsWith("davis208")) {
      return new SensorGeometry(208, 192);
    }
    if (lower.startsWith("davis240")) {
      return new SensorGeometry(240, 180);
    }
    if (lower.startsWith("davis346") || lower.startsWith("davisrgb346")) {
      return new SensorGeometry(346, 260);
    }
    if (lower.startsWith("davis640") || lower.startsWith("davish640") || lower.startsWith("dvx")) {
      return new SensorGeometry(640, 480);
    }
    return null;
  }
}
