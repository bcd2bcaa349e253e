package evpose.recordings.aedat4;

import evpose.recordings.Problems;
import evpose.recordings.RecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Walks the packets of a file from head to head; reads a body only when asked. Ends, and counts
 * why, where no next head can be found. Not thread-safe.
 */
final class PacketWalk implements Packets {
  private static final int HEAD_BYTES = 8;

  private final Path file;
  private final FileChannel channel;
  private final long end;
  private final Problems problems;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] body = new byte[0];
  private long at;
  private long next;

  /**
   * @param begin byte of the first packet's head
   * @param end first byte behind the last packet
   */
  PacketWalk(Path file, FileChannel channel, long begin, long end, Problems problems) {
    this.file = file;
    this.channel = channel;
    this.end = end;
    this.problems = problems;
    next = begin;
  }

  @Override
  public boolean next() throws IOException {
    at = next;
    if (at == end) {
      return false;
    }
    if (end - at < HEAD_BYTES || !readFully(channel, head.clear(), at)) {
      return cutOff(end - at, HEAD_BYTES);
    }
    if (size() < 0 || stream() < 0) {
      problems.count(
          "lost-framing",
          () ->
              place(
                  "a packet must have a stream and a size that are not negative, reading ends here:"
                      + " stream="
                      + stream()
                      + ", size="
                      + size()));
      next = end;
      return false;
    }
    if (size() > end - at - HEAD_BYTES) {
      return cutOff(end - at, HEAD_BYTES + (long) size());
    }
    next = at + HEAD_BYTES + size();
    return true;
  }

  private boolean cutOff(long left, long needed) {
    problems.count(
        "truncated",
        () ->
            place(
                "the last packet must be whole, reading ends here: bytes="
                    + left
                    + ", needed="
                    + needed));
    next = end;
    return false;
  }

  @Override
  public double share() {
    return end == 0 ? 1 : (double) next / end;
  }

  @Override
  public int stream() {
    return head.getInt(0);
  }

  @Override
  public int size() {
    return head.getInt(4);
  }

  @Override
  public byte[] body(int limit) throws IOException, MalformedBodyException {
    if (size() > limit) {
      throw new MalformedBodyException(
          "a packet's body must have at most " + limit + " bytes: size=" + size());
    }
    if (body.length < size()) {
      body = new byte[Math.max(size(), (int) Math.min(limit, 2L * body.length))];
    }
    if (!readFully(channel, ByteBuffer.wrap(body, 0, size()), at + HEAD_BYTES)) {
      throw new MalformedBodyException("a packet must be whole, the file grew shorter meanwhile");
    }
    return body;
  }

  @Override
  public String place(String rule) {
    return RecordingException.at(file, at, rule);
  }

  /** Fills {@code to}; false when the file ends before. */
  static boolean readFully(FileChannel channel, ByteBuffer to, long position) throws IOException {
    long from = position;
    while (to.hasRemaining()) {
      int read = channel.read(to, from);
      if (read < 0) {
        return false;
      }
      from += read;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
