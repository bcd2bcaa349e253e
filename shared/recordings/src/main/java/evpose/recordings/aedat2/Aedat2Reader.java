package evpose.recordings.aedat2;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads AEDAT 2.0 of DAVIS cameras, alone or four in one file as in DHP19, and of the DVS128. A
 * record is an address, see {@link AddressLayout}, and a time in microseconds, both 32 bit, big
 * endian. Columns and rows are given from the left and from above. Time is 32 bit wide and goes on
 * when it wraps. A file in whose first 128 Ki records only camera 0 speaks has one camera, any
 * other has four.
 *
 * <p>Kinds of problems: {@code outside-sensor}, {@code unknown-camera}, {@code time-wrapped},
 * {@code time-backwards}, {@code truncated}. Not thread-safe.
 *
 * @see "DHP19 release, ImportAedat; AEDAT 2.0, iniVation"
 */
public final class Aedat2Reader implements EventReader {
  /** DHP19's cameras in one file. */
  public static final int MOST_CAMERAS = 4;

  private static final int RECORD_BYTES = 8;
  private static final int CHUNK_RECORDS = 8192;
  private static final int LOOKED_AT_CHUNKS = 16;
  private static final int MOST_SPECIALS = 1024;
  private static final long WRAP_MICROS = 1L << 32;

  private final Path file;
  private final FileChannel channel;
  private final AddressLayout layout;
  private final List<RecordedCamera> cameras;
  private final Problems problems = new Problems();
  private final Map<String, Long> others = new TreeMap<>();
  private final List<Long> specials = new ArrayList<>();
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_RECORDS * RECORD_BYTES);
  private final long bytes;
  private long at;
  private long wrapsMicros;
  private long newestMicros = Long.MIN_VALUE;
  private long newestStamp;

  /** Whether a file that begins like this is AEDAT 2.0. */
  public static boolean recognises(byte[] head) {
    byte[] magic = Aedat2Header.MAGIC;
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @throws UnsupportedRecordingException for a camera other than a DAVIS or DVS128
   */
  public static Aedat2Reader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    boolean done = false;
    try {
      Aedat2Header header = Aedat2Header.read(file, channel);
      Aedat2Reader reader = new Aedat2Reader(file, channel, header);
      done = true;
      return reader;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private Aedat2Reader(Path file, FileChannel channel, Aedat2Header header) throws IOException {
    this.file = file;
    this.channel = channel;
    bytes = channel.size();
    layout = header.layout();
    at = header.bytes();
    List<RecordedCamera> found = new ArrayList<>();
    for (int c = 0; c < (severalSpeak() ? MOST_CAMERAS : 1); c++) {
      found.add(new RecordedCamera("cam" + c, layout.sensor.width(), layout.sensor.height()));
    }
    cameras = List.copyOf(found);
  }

  private boolean severalSpeak() throws IOException {
    long from = at;
    boolean several = false;
    for (int i = 0; i < LOOKED_AT_CHUNKS && !several && fill(); i++) {
      while (chunk.remaining() >= RECORD_BYTES) {
        int address = chunk.getInt();
        chunk.getInt();
        several |=
            !layout.isSample(address) && !layout.isSpecial(address) && layout.camera(address) != 0;
      }
      at += chunk.position();
    }
    at = from;
    return several;
  }

  /** Fills the chunk from where reading is; false when nothing was left. */
  private boolean fill() throws IOException {
    chunk.clear();
    int got = 0;
    while (chunk.hasRemaining() && got >= 0) {
      got = channel.read(chunk, at + chunk.position());
    }
    chunk.flip();
    return chunk.hasRemaining();
  }

  @Override
  public String format() {
    return "AEDAT2.0";
  }

  @Override
  public List<RecordedCamera> cameras() {
    return cameras;
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    if (!fill()) {
      return false;
    }
    while (chunk.remaining() >= RECORD_BYTES) {
      long offset = at + chunk.position();
      int address = chunk.getInt();
      take(address, microsOf(chunk.getInt(), offset), offset, into);
    }
    if (chunk.hasRemaining()) {
      int rest = chunk.remaining();
      long end = at + chunk.limit();
      problems.count(
          "truncated",
          () -> file + " byte " + end + ": the last record is cut short: bytes=" + rest);
    }
    at += chunk.limit();
    return true;
  }

  private long microsOf(int stamp, long offset) {
    long unsigned = Integer.toUnsignedLong(stamp);
    if (newestStamp - unsigned > WRAP_MICROS / 2) {
      wrapsMicros += WRAP_MICROS;
      newestStamp = unsigned;
      problems.count(
          "time-wrapped", () -> file + " byte " + offset + ": the 32-bit clock began anew");
    }
    newestStamp = Math.max(newestStamp, unsigned);
    return wrapsMicros + unsigned;
  }

  private void take(int address, long micros, long offset, List<EventBuffer> into) {
    if (layout.isSample(address)) {
      others.merge("sample", 1L, Long::sum);
      return;
    }
    if (layout.isSpecial(address)) {
      others.merge("special", 1L, Long::sum);
      if (specials.size() < MOST_SPECIALS) {
        specials.add(micros);
      }
      return;
    }
    int camera = layout.camera(address);
    if (camera >= cameras.size()) {
      problems.count(
          "unknown-camera",
          () -> file + " byte " + offset + ": an event of no camera: camera=" + camera);
      return;
    }
    int x = layout.x(address);
    int y = layout.y(address);
    if (x < 0 || y < 0) {
      problems.count(
          "outside-sensor",
          () -> file + " byte " + offset + ": an event outside: column=" + x + ", row=" + y);
      return;
    }
    if (micros < newestMicros) {
      problems.count(
          "time-backwards", () -> file + " byte " + offset + ": time goes back: micros=" + micros);
    }
    newestMicros = Math.max(newestMicros, micros);
    into.get(camera).add(x, y, micros, layout.polarity(address));
  }

  /**
   * Times of the special events so far, at most 1 024: pulses at a plug of the camera, with which
   * other instruments say when they start and stop.
   */
  public List<Long> specialMicros() {
    return List.copyOf(specials);
  }

  @Override
  public double share() {
    return bytes == 0 ? 1 : Math.min(1, (double) at / bytes);
  }

  @Override
  public List<RecordingProblem> problems() {
    return problems.list();
  }

  @Override
  public Map<String, Long> otherStreams() {
    return Map.copyOf(others);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
