package evpose.recordings.aedat4;

import evpose.recordings.BrokenRecordingException;
import evpose.recordings.Problems;
import evpose.recordings.RecordingException;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the head of a file says, checked.
 *
 * @param compression of all packets
 * @param streams at least one of them holds events
 * @param packets before the first packet
 */
record OpenedFile(Compression compression, List<Stream> streams, Packets packets) {
  private static final int LENGTH_BYTES = 4;
  private static final int LONGEST_HEADER = 1 << 20;

  /**
   * Reads the head. The caller closes the channel when this throws.
   *
   * @param problems (in and out) counts what was stepped over
   */
  static OpenedFile read(Path file, FileChannel channel, Problems problems) throws IOException {
    int at = FileHeader.MAGIC.length();
    byte[] bytes = headerBytes(file, channel, at);
    try {
      FileHeader header = FileHeader.parse(bytes);
      List<Stream> streams = InfoNode.parse(header.infoNode());
      checkSupported(file, header, streams);
      long begin = at + bytes.length;
      long end = endOfPackets(file, header.dataTablePosition(), begin, channel.size(), problems);
      return new OpenedFile(
          Compression.values()[header.compressionNumber()],
          streams,
          new PacketWalk(file, channel, begin, end, problems));
    } catch (MalformedBodyException e) {
      throw new BrokenRecordingException(file, at, e.rule());
    }
  }

  /**
   * Reads the head of a connection to DV: the same without the line before it.
   *
   * @param name of the connection, for messages; no file
   * @param problems (in and out) counts what was stepped over
   */
  static OpenedFile read(InputStream in, String name, Problems problems) throws IOException {
    Path named = Path.of(name);
    byte[] length = in.readNBytes(LENGTH_BYTES);
    if (length.length < LENGTH_BYTES) {
      throw new BrokenRecordingException(named, 0, "the header must be whole: the stream ends");
    }
    int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (bytes < 0 || bytes > LONGEST_HEADER) {
      throw new BrokenRecordingException(
          named,
          0,
          "the header's length must be in [0, "
              + LONGEST_HEADER
              + "], is this a stream of DV? length="
              + bytes);
    }
    byte[] header = Arrays.copyOf(length, LENGTH_BYTES + bytes);
    if (in.readNBytes(header, LENGTH_BYTES, bytes) < bytes) {
      throw new BrokenRecordingException(named, 0, "the header must be whole: the stream ends");
    }
    try {
      FileHeader parsed = FileHeader.parse(header);
      List<Stream> streams = InfoNode.parse(parsed.infoNode());
      checkSupported(named, parsed, streams);
      return new OpenedFile(
          Compression.values()[parsed.compressionNumber()],
          streams,
          new PacketStream(in, name, problems));
    } catch (MalformedBodyException e) {
      throw new BrokenRecordingException(named, 0, e.rule());
    }
  }

  /** The header's FlatBuffer, its length first. */
  private static byte[] headerBytes(Path file, FileChannel channel, int at) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (!PacketWalk.readFully(channel, length, at)) {
      throw new BrokenRecordingException(file, at, "the header must be whole: the file ends here");
    }
    int bytes = length.getInt(0);
    long left = channel.size() - at - LENGTH_BYTES;
    if (bytes < 0 || bytes > LONGEST_HEADER || bytes > left) {
      throw new BrokenRecordingException(
          file,
          at,
          "the header's length must be in [0, "
              + LONGEST_HEADER
              + "] and inside the file: length="
              + bytes
              + ", bytes left="
              + left);
    }
    byte[] header = new byte[LENGTH_BYTES + bytes];
    if (!PacketWalk.readFully(channel, ByteBuffer.wrap(header), at)) {
      throw new BrokenRecordingException(file, at, "the header must be whole: the file ends in it");
    }
    return header;
  }

  private static void checkSupported(Path file, FileHeader header, List<Stream> streams)
      throws IOException, MalformedBodyException {
    int at = FileHeader.MAGIC.length();
    int number = header.compressionNumber();
    if (number < 0 || number >= Compression.values().length) {
      throw new UnsupportedRecordingException(
          file,
          at,
          "an AEDAT4 file whose compression is not supported yet: compression="
              + number
              + ", supported=0 to "
              + (Compression.values().length - 1));
    }
    if (streams.stream().noneMatch(Stream::holdsEvents)) {
      throw new UnsupportedRecordingException(
          file,
          at,
          "an AEDAT4 file without a stream of events (EVTS), evpose works on events only: streams="
              + streams.stream().map(Stream::type).toList());
    }
    long different = streams.stream().mapToInt(Stream::id).distinct().count();
    if (different < streams.size()) {
      throw new MalformedBodyException(
          "streams must have different numbers: streams="
              + streams.stream().map(Stream::id).toList());
    }
  }

  private static long endOfPackets(
      Path file, long table, long begin, long fileBytes, Problems problems) {
    if (table == FileHeader.UNFINISHED) {
      return fileBytes;
    }
    if (table < begin || table > fileBytes) {
      problems.count(
          "bad-table-position",
          () ->
              RecordingException.at(
                  file,
                  FileHeader.MAGIC.length(),
                  "the data table must lie behind the header and inside the file, ignored: position="
                      + table
                      + ", bytes="
                      + fileBytes));
      return fileBytes;
    }
    return table;
  }
}
