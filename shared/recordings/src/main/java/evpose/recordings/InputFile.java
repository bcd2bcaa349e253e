package evpose.recordings;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file read from some byte to its end in chunks, little endian. What is left of a chunk begins
 * the next one, so that whatever is cut between two chunks is whole in the second. Not thread-safe.
 */
public final class InputFile implements Closeable {
  /** A multiple of every word and record that readers here know. */
  public static final int CHUNK_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long size; // when it was opened
  private final ByteBuffer chunk =
      ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long at; // of the chunk's first byte
  private boolean ended;

  private InputFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    size = channel.size();
  }

  public static InputFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    boolean done = false;
    try {
      InputFile input = new InputFile(file, channel);
      done = true;
      return input;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  public Path file() {
    return file;
  }

  /**
   * Goes to a byte of the file, or to where it ended when it was opened; {@link #fill} reads from
   * there.
   *
   * @return false when the file ends before
   */
  public boolean seek(long position) {
    at = Math.min(position, size);
    ended = false;
    chunk.limit(0);
    return position <= size;
  }

  /** Of the chunk's next byte, in the file. */
  public long position() {
    return at + chunk.position();
  }

  /** Where byte 0 of the chunk lies in the file. */
  public long begin() {
    return at;
  }

  /** How much of the file was read, [0, 1]. */
  public double share() {
    return size == 0 ? 1 : Math.min(1, (double) position() / size);
  }

  /** What was read and not yet taken. */
  public ByteBuffer chunk() {
    return chunk;
  }

  /** Whether nothing follows behind the chunk. */
  public boolean ended() {
    return ended;
  }

  /**
   * Reads on behind what was taken of the chunk.
   *
   * @return false when nothing is left
   */
  public boolean fill() throws IOException {
    at += chunk.position();
    chunk.compact();
    int got = 0;
    while (chunk.hasRemaining() && got >= 0) {
      got = channel.read(chunk, at + chunk.position());
    }
    ended = got < 0;
    chunk.flip();
    return chunk.hasRemaining();
  }

  /** Makes sure of so many bytes in the chunk; false when the file ends before. */
  public boolean need(int bytes) throws IOException {
    return chunk.remaining() >= bytes || (fill() && chunk.remaining() >= bytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
