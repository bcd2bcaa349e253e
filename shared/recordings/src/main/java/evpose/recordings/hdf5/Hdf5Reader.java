package evpose.recordings.hdf5;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventGate;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import evpose.recordings.ReadHints;
import evpose.recordings.ReadHints.TimeUnitOfText;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import io.jhdf.HdfFile;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.FilterManager;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads events from HDF5, of all cameras side by side, chunk by chunk. Where neither the file nor a
 * hint tells a sensor's size, the columns and rows are read once beforehand and the size taken from
 * them; that is counted. Places in messages count events, not bytes.
 *
 * <p>Kinds of problems: {@code no-geometry}, {@code uneven}, {@code outside-sensor}, {@code
 * bad-time}, {@code time-backwards}. Not thread-safe.
 */
public final class Hdf5Reader implements EventReader {
  private static final byte[] MAGIC = "\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

  private static final Pattern UNKNOWN_CODEC =
      Pattern.compile("not (implemented|supported)|codec=");

  static {
    // the last four in place of jHDF's own, which allocate what a chunk asks for
    FilterManager.addFilter(new BloscFilter());
    FilterManager.addFilter(new ZstdFilter());
    FilterManager.addFilter(new DeflateFilter());
    FilterManager.addFilter(new Lz4Filter());
    FilterManager.addFilter(new LzfFilter());
    FilterManager.addFilter(new BitShuffleFilter());
  }

  private final Path file;
  private final HdfFile hdf;
  private final Problems problems = new Problems();
  private final List<RecordedCamera> cameras = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();

  /** One camera's events, and how far they were read. */
  private static final class Source {
    final Hdf5Camera camera;
    final EventGate gate;
    final int piece;
    final TimeUnitOfText unit;
    long at;

    Source(Hdf5Camera camera, EventGate gate, int piece, TimeUnitOfText unit) {
      this.camera = camera;
      this.gate = gate;
      this.piece = piece;
      this.unit = unit;
    }

    double share() {
      return camera.size() == 0 ? 1 : (double) at / camera.size();
    }
  }

  /** Whether a file that begins like this is HDF5. */
  public static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @param hints the sensor of a file that tells none, and the unit of its times
   * @throws UnsupportedRecordingException when it holds no events where they are looked for, or
   *     packed with a codec that is not known
   */
  public static Hdf5Reader open(Path file, ReadHints hints) throws IOException {
    FileChannel channel = FileChannel.open(file);
    boolean done = false;
    try {
      Hdf5Reader reader = new Hdf5Reader(file, MappedStorage.open(channel), hints);
      done = true;
      return reader;
    } catch (RuntimeException
        | StackOverflowError e) { // jHDF throws what its parsing stumbles over
      throw broken(file, e);
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private Hdf5Reader(Path file, HdfFile hdf, ReadHints hints) throws IOException {
    this.file = file;
    this.hdf = hdf;
    for (Hdf5Camera camera : Hdf5Cameras.in(hdf)) {
      camera.check(file, hdf.size());
      int piece = camera.piece();
      SensorGeometry sensor = camera.sensor() == null ? hints.sensor() : camera.sensor();
      if (sensor == null) {
        sensor = camera.measured(piece);
        problem("no-geometry", camera, "tells no size, taken from its events: sensor=" + sensor);
      }
      if (camera.x().size() != camera.size()
          || camera.y().size() != camera.size()
          || camera.t().size() != camera.size()
          || camera.p().size() != camera.size()) {
        problem("uneven", camera, "has lists of different lengths, read up to the shortest");
      }
      cameras.add(new RecordedCamera(camera.id(), sensor.width(), sensor.height()));
      EventGate gate = new EventGate(file, sensor, problems);
      TimeUnitOfText unit = hints.unit() == null ? camera.unit() : hints.unit();
      sources.add(new Source(camera, gate, piece, unit));
    }
    if (cameras.isEmpty()) {
      throw new UnsupportedRecordingException(
          file,
          0,
          "HDF5 is read where a group holds x, y, t and p, or a table named events: top level="
              + String.join(" ", hdf.getChildren().keySet()).replaceAll("[^\\x20-\\x7E]", "?"));
    }
  }

  private void problem(String kind, Hdf5Camera camera, String what) {
    problems.count(
        kind, () -> RecordingException.at(file, 0, "camera " + camera.id() + " " + what));
  }

  private static RecordingException broken(Path file, Throwable e) {
    if (e instanceof StackOverflowError) {
      return new BrokenRecordingException(
          file, 0, "HDF5's structures must not refer to each other in circles");
    }
    Throwable first = e; // outer ones say only which object was being read
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String cause =
        first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage();
    if (first instanceof HdfException && UNKNOWN_CODEC.matcher(cause).find()) {
      return new UnsupportedRecordingException(file, 0, "HDF5 that uses codec: " + cause);
    }
    return new BrokenRecordingException(
        file, 0, "HDF5 cannot be read: cause=" + cause.replaceAll("[^\\x20-\\x7E]", "?"));
  }

  @Override
  public String format() {
    return "HDF5";
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.copyOf(cameras);
  }

  /** Reads on where the smallest share was read. */
  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    int camera = 0;
    for (int c = 1; c < sources.size(); c++) {
      camera = sources.get(c).share() < sources.get(camera).share() ? c : camera;
    }
    Source source = sources.get(camera);
    int count = (int) Math.min(source.piece, source.camera.size() - source.at);
    if (count <= 0) {
      return false;
    }
    try {
      source.camera.read(source.at, count, source.unit, source.gate, into.get(camera));
    } catch (RuntimeException | StackOverflowError e) { // as above
      throw broken(file, e);
    }
    source.at += count;
    return true;
  }

  @Override
  public double share() {
    return sources.stream().mapToDouble(Source::share).average().orElse(1);
  }

  @Override
  public List<RecordingProblem> problems() {
    return problems.list();
  }

  @Override
  public void close() throws IOException {
    hdf.close();
  }
}
