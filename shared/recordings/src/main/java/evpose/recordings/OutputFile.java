package evpose.recordings;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file being written from its begin to its end, little endian, through a buffer. Whoever writes
 * asks for {@link #room} first, then puts as many bytes. Not thread-safe.
 */
public final class OutputFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private OutputFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Begins a file; one that is there is written over. */
  public static OutputFile create(Path file) throws IOException {
    return new OutputFile(
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  /**
   * The buffer, with room for so many bytes.
   *
   * @param bytes at most {@value #BUFFER_BYTES}
   */
  public ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  /** Appends text whose characters are bytes (ISO 8859-1). */
  public void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    room(bytes.length).put(bytes);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        flush();
      }
    }
  }
}
