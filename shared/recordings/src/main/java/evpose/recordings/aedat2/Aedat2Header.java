package evpose.recordings.aedat2;

import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The text at the begin of a file: lines that begin with '#'.
 *
 * @param bytes where the events begin
 * @param layout of all cameras' addresses
 */
record Aedat2Header(int bytes, AddressLayout layout) {
  static final byte[] MAGIC = "#!AER-DAT2.0".getBytes(StandardCharsets.ISO_8859_1);

  /** jAER writes preferences into the header, some hundreds of kilobytes. */
  private static final int LONGEST_BYTES = 1 << 22;

  private static final String END = "#End Of ASCII Header";

  /**
   * Reads it.
   *
   * @throws UnsupportedRecordingException for a camera whose addresses are laid out otherwise
   */
  static Aedat2Header read(Path file, FileChannel channel) throws IOException {
    ByteBuffer head =
        ByteBuffer.allocate((int) Math.min(LONGEST_BYTES, Math.max(0, channel.size())));
    while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
      // goes on until the buffer is full
    }
    byte[] bytes = head.array();
    int at = 0;
    AddressLayout layout = AddressLayout.DAVIS346;
    while (at < head.position() && bytes[at] == '#') {
      int end = at;
      while (end < head.position() && bytes[end] != '\n') {
        end++;
      }
      if (end == head.position()) {
        break; // a first event that looks like a line
      }
      String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1).strip();
      layout = layout(file, at, line, layout);
      at = end + 1;
      if (line.startsWith(END)) {
        break;
      }
    }
    return new Aedat2Header(at, layout);
  }

  private static AddressLayout layout(Path file, int at, String line, AddressLayout before)
      throws UnsupportedRecordingException {
    int chip = line.indexOf("AEChip:");
    if (chip < 0) {
      return before;
    }
    String name = line.substring(chip + 7).strip();
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("davis240")) {
      return AddressLayout.DAVIS240;
    }
    if (lower.contains("davis")) {
      return AddressLayout.DAVIS346;
    }
    if (lower.contains("dvs128")) {
      return AddressLayout.DVS128;
    }
    throw new UnsupportedRecordingException(
        file, at, "AEDAT2 is read from DAVIS240, DAVIS346 and DVS128 cameras: AEChip=" + name);
  }
}
