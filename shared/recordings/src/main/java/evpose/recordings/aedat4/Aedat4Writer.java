package evpose.recordings.aedat4;

import evpose.events.EventBuffer;
import evpose.recordings.EventOrder;
import evpose.recordings.EventWriter;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes AEDAT4. Until it is closed the file is an unfinished recording, which readers walk without
 * its index: a crash loses the last packet at most. Not thread-safe.
 */
public final class Aedat4Writer implements EventWriter {
  /** 128 KiB before packing; about 10 ms of a busy camera. */
  private static final int EVENTS_PER_PACKET = 8192;

  private static final int LARGEST_SIDE = 1 << 15; // x and y are signed

  private final FileChannel channel;
  private final Compression compression;
  private final String infoNode;
  private final DataTable table = new DataTable();
  private final EventOrder order;
  private long position;

  private Aedat4Writer(FileChannel channel, List<RecordedCamera> cameras, Compression compression) {
    this.channel = channel;
    this.compression = compression;
    infoNode = InfoNode.of(cameras, compression);
    order = new EventOrder(cameras);
  }

  /**
   * Begins a file; one that is there is written over.
   *
   * @throws IllegalArgumentException when there is no camera, or a sensor side exceeds 32768
   */
  public static Aedat4Writer create(
      Path file, List<RecordedCamera> cameras, Compression compression) throws IOException {
    if (cameras.isEmpty()) {
      throw new IllegalArgumentException("a recording must have a camera: cameras=0");
    }
    for (RecordedCamera camera : cameras) {
      if (camera.width() > LARGEST_SIDE || camera.height() > LARGEST_SIDE) {
        throw new IllegalArgumentException(
            "AEDAT4 holds sensors of up to 32768 pixels a side: camera="
                + camera.id()
                + ", sensor="
                + camera.sensor());
      }
    }
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
    Aedat4Writer writer = new Aedat4Writer(channel, List.copyOf(cameras), compression);
    writer.append(ByteBuffer.wrap(FileHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1)));
    writer.append(ByteBuffer.wrap(writer.header(FileHeader.UNFINISHED)));
    return writer;
  }

  private byte[] header(long dataTablePosition) {
    return new FileHeader(compression.ordinal(), dataTablePosition, infoNode).encode();
  }

  @Override
  public void write(int camera, EventBuffer events) throws IOException {
    order.check(camera, events);
    for (int from = 0; from < events.size(); from += EVENTS_PER_PACKET) {
      int to = Math.min(events.size(), from + EVENTS_PER_PACKET);
      byte[] body = Packing.pack(compression, EventBody.encode(events, from, to));
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      append(head.putInt(camera).putInt(body.length).flip());
      table.add(
          position, camera, body.length, to - from, events.micros(from), events.micros(to - 1));
      append(ByteBuffer.wrap(body));
    }
  }

  private void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  /** Adds the index and says in the header where it is. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      long tablePosition = position;
      append(ByteBuffer.wrap(Packing.pack(compression, table.encode())));
      position = FileHeader.MAGIC.length();
      append(ByteBuffer.wrap(header(tablePosition)));
    }
  }
}
