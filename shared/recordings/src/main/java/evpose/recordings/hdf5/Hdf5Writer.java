package evpose.recordings.hdf5;

import evpose.events.EventBuffer;
import evpose.recordings.EventOrder;
import evpose.recordings.EventWriter;
import evpose.recordings.OutputFile;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes HDF5 in DSEC's layout, not packed: {@code events/x, y} (uint16), {@code t} (int64, µs),
 * {@code p} (uint8) and {@code t_offset} (0), with the sensor's {@code width} and {@code height} as
 * attributes of the group; of several cameras {@code NAME/events/...} each. Lists of unknown length
 * wait in files beside the target until it is closed. Not thread-safe.
 */
public final class Hdf5Writer implements EventWriter {
  private static final String[] NAMES = {"x", "y", "t", "p"};
  private static final int[] BYTES = {2, 2, 8, 1};

  private final Path file;
  private final List<RecordedCamera> cameras;
  private final EventOrder order;
  private final List<Spool> spools = new ArrayList<>(); // [camera][x, y, t, p]
  private boolean closed;

  /** A list that grows beside the target. */
  private static final class Spool {
    final Path path;
    final OutputFile out;

    Spool(Path path) throws IOException {
      this.path = path;
      out = OutputFile.create(path);
    }
  }

  private Hdf5Writer(Path file, List<RecordedCamera> cameras) {
    this.file = file;
    this.cameras = cameras;
    order = new EventOrder(cameras);
  }

  /** Begins a file; one that is there is written over. */
  public static Hdf5Writer create(Path file, List<RecordedCamera> cameras) throws IOException {
    Hdf5Writer writer = new Hdf5Writer(file, List.copyOf(cameras));
    boolean done = false;
    try {
      for (int c = 0; c < cameras.size(); c++) {
        for (String name : NAMES) {
          writer.spools.add(
              new Spool(file.resolveSibling(file.getFileName() + "." + c + "." + name)));
        }
      }
      done = true;
      return writer;
    } finally {
      if (!done) {
        writer.discard();
      }
    }
  }

  @Override
  public void write(int camera, EventBuffer events) throws IOException {
    order.check(camera, events);
    OutputFile x = spools.get(4 * camera).out;
    OutputFile y = spools.get(4 * camera + 1).out;
    OutputFile t = spools.get(4 * camera + 2).out;
    OutputFile p = spools.get(4 * camera + 3).out;
    for (int i = 0; i < events.size(); i++) {
      x.room(2).putShort((short) events.x(i));
      y.room(2).putShort((short) events.y(i));
      t.room(8).putLong(events.micros(i));
      p.room(1).put((byte) events.polarity(i));
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (Spool spool : spools) {
        spool.out.close();
      }
      try (FileChannel out =
          FileChannel.open(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        assemble(out);
      }
    } finally {
      discard();
    }
  }

  /** Lists first, then the objects that name them, inner ones first, then the superblock. */
  private void assemble(FileChannel out) throws IOException {
    out.position(Hdf5Objects.SUPERBLOCK_BYTES);
    Map<String, Long> root = new LinkedHashMap<>();
    for (int c = 0; c < cameras.size(); c++) {
      Map<String, Long> lists = new LinkedHashMap<>();
      for (int i = 0; i < NAMES.length; i++) {
        long place = out.position();
        long bytes = append(out, spools.get(4 * c + i).path);
        boolean signed = BYTES[i] == 8;
        lists.put(
            NAMES[i], put(out, Hdf5Objects.integers(place, bytes / BYTES[i], BYTES[i], signed)));
      }
      RecordedCamera camera = cameras.get(c);
      long events =
          put(
              out,
              Hdf5Objects.group(
                  lists,
                  new TreeMap<>(Map.of("height", camera.height(), "width", camera.width()))));
      long zero = put(out, new byte[8]);
      Map<String, Long> one = new LinkedHashMap<>();
      one.put("events", events);
      one.put("t_offset", put(out, Hdf5Objects.integers(zero, -1, 8, true)));
      if (cameras.size() == 1) {
        root.putAll(one);
      } else {
        root.put(camera.id(), put(out, Hdf5Objects.group(one, Map.of())));
      }
    }
    long rootPlace = put(out, Hdf5Objects.group(root, Map.of()));
    byte[] superblock = Hdf5Objects.superblock(rootPlace, out.position());
    out.position(0);
    put(out, superblock);
  }

  private static long put(FileChannel out, byte[] bytes) throws IOException {
    long place = out.position();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    return place;
  }

  private static long append(FileChannel out, Path from) throws IOException {
    try (FileChannel in = FileChannel.open(from)) {
      long bytes = in.size();
      long done = 0;
      while (done < bytes) {
        done += in.transferTo(done, bytes - done, out);
      }
      return bytes;
    }
  }

  private void discard() throws IOException {
    for (Spool spool : spools) {
      spool.out.close();
      Files.deleteIfExists(spool.path);
    }
  }
}
