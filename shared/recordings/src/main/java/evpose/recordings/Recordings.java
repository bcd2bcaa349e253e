package evpose.recordings;

import evpose.recordings.aedat2.Aedat2Reader;
import evpose.recordings.aedat3.Aedat3Reader;
import evpose.recordings.aedat4.Aedat4Reader;
import evpose.recordings.eventstream.EventStreamReader;
import evpose.recordings.hdf5.Hdf5Reader;
import evpose.recordings.prophesee.PropheseeReader;
import evpose.recordings.rosbag.RosbagReader;
import evpose.recordings.text.TextReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens recordings. What a file is, its first bytes say; its name is not asked. */
public final class Recordings {
  /** Text headers of camera formats say what they are well within this. */
  private static final int LOOKED_AT_BYTES = 4096;

  private static final int SHOWN_BYTES = 12;
  private static final String READABLE =
      "AEDAT2.0 (DAVIS, DVS128), AEDAT3.1, AEDAT4, EVT2, EVT2.1, EVT3, DAT, Event Stream, HDF5,"
          + " ROS 2 bag, CSV";
  private static final Pattern JAER = Pattern.compile("#!AER-DAT([0-9.]+)\r?\n[\\s\\S]*");

  private Recordings() {}

  /** Opens a recording that tells everything itself. */
  public static EventReader open(Path file) throws IOException {
    return open(file, ReadHints.NONE);
  }

  /**
   * Opens a recording.
   *
   * @param hints what its file may not tell
   * @throws UnsupportedRecordingException for a fine recording of a format not supported yet
   * @throws BrokenRecordingException when the file is no recording, or one whose head is broken
   * @throws IOException when it cannot be read at all
   */
  public static EventReader open(Path file, ReadHints hints) throws IOException {
    if (!Files.exists(file)) {
      throw new BrokenRecordingException(file + " is no recording: there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new BrokenRecordingException(
          file + " is no recording: it is a directory, name a file in it");
    }
    byte[] head = head(file);
    if (Aedat4Reader.recognises(head)) {
      return Aedat4Reader.open(file);
    }
    if (Aedat2Reader.recognises(head)) {
      return Aedat2Reader.open(file);
    }
    if (PropheseeReader.recognises(head)) {
      return PropheseeReader.open(file, hints);
    }
    if (Aedat3Reader.recognises(head)) {
      return Aedat3Reader.open(file);
    }
    if (EventStreamReader.recognises(head)) {
      return EventStreamReader.open(file);
    }
    if (RosbagReader.recognises(head)) {
      return RosbagReader.open(file);
    }
    if (Hdf5Reader.recognises(head)) {
      return Hdf5Reader.open(file, hints);
    }
    if (TextReader.recognises(head, head.length < LOOKED_AT_BYTES, hints)) {
      return TextReader.open(file, hints);
    }
    String format = nameOfUnsupported(head);
    if (format != null) {
      throw new UnsupportedRecordingException(
          file
              + " is a fine recording, but its format is not supported yet: format="
              + format
              + ", supported="
              + READABLE);
    }
    throw new BrokenRecordingException(
        file + " is no recording: " + beginning(head) + ", supported=" + READABLE);
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LOOKED_AT_BYTES);
    }
  }

  private static @Nullable String nameOfUnsupported(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    Matcher jaer = JAER.matcher(text);
    if (jaer.matches()) {
      return "AEDAT" + jaer.group(1);
    }
    return text.startsWith("#ROSBAG V2.0") ? "rosbag" : null;
  }

  private static String beginning(byte[] head) {
    if (head.length == 0) {
      return "it is empty";
    }
    StringBuilder hex =
        new StringBuilder("its first bytes are those of no format known here: bytes=");
    for (int i = 0; i < Math.min(SHOWN_BYTES, head.length); i++) {
      hex.append(String.format(Locale.ROOT, "%02x", head[i]));
    }
    return hex.toString();
  }
}
