package evpose.recordings;

import evpose.events.EventBuffer;
import evpose.recordings.aedat4.Aedat4Reader;
import evpose.recordings.datagram.DatagramDecoder;
import evpose.recordings.datagram.DatagramLayout;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What must hold of any bytes whatsoever: they are refused in one line, or read to an end within a
 * second into events that lie inside their sensors. Also the door for coverage-guided fuzzers:
 * {@link #fuzzerTestOneInput}.
 */
public final class ReaderFuzz {
  /** Nothing that is so small may take longer; processor time, for the machine may be busy. */
  private static final long LONGEST_NANOS = 1_000_000_000L;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A vector of 32 takes 8 bytes, a packed event less than one; beyond this something is wrong. */
  private static final long MOST_EVENTS = 50_000_000;

  private static final String CONNECTION = "camera";

  private static final int DATAGRAM_BYTES = 61; // no multiple of any layout's

  private static final Path FILE = scratch();

  private static final FuzzedReader FUZZED =
      FuzzedReader.valueOf(System.getProperty("evpose.fuzz.reader", "TEXT"));

  @FunctionalInterface
  private interface Opener {
    EventReader open() throws IOException;
  }

  private ReaderFuzz() {}

  private static Path scratch() {
    try {
      Path memory = Path.of("/dev/shm");
      Path file =
          Files.isWritable(memory)
              ? Files.createTempFile(memory, "evpose", ".fuzz")
              : Files.createTempFile("evpose", ".fuzz");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException("no scratch file", e);
    }
  }

  /** Called by Jazzer; {@code -Devpose.fuzz.reader} names the reader. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    byte[] whole = FUZZED.whole(bytes);
    try {
      FUZZED.check(whole);
    } catch (Throwable e) { // OutOfMemoryError and StackOverflowError are findings, too
      Files.write(FUZZED.finding(), whole);
      throw e;
    }
  }

  /**
   * Reads the bytes as a recording.
   *
   * @return whether they were one
   * @throws AssertionError when something does not hold
   */
  static boolean check(byte[] bytes) {
    try {
      Files.write(FILE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return check(FILE.toString(), () -> Recordings.open(FILE));
  }

  /** Reads the bytes as what comes over a connection of DV, which may end anywhere. */
  static boolean checkLive(byte[] bytes) {
    return check(CONNECTION, () -> Aedat4Reader.live(new ByteArrayInputStream(bytes), CONNECTION));
  }

  /** Reads the bytes, behind the first, as datagrams of the layout that the first chooses. */
  static boolean checkDatagrams(byte[] bytes) {
    if (bytes.length == 0) {
      return false;
    }
    DatagramLayout[] layouts = DatagramLayout.values();
    RecordedCamera camera = new RecordedCamera(CONNECTION, 128, 128);
    DatagramDecoder decoder =
        new DatagramDecoder(CONNECTION, camera, layouts[(bytes[0] & 0xFF) % layouts.length]);
    EventBuffer events = new EventBuffer();
    for (int at = 1; at < bytes.length; at += DATAGRAM_BYTES) {
      int length = Math.min(DATAGRAM_BYTES, bytes.length - at);
      decoder.decode(ByteBuffer.wrap(bytes, at, length), at, events);
    }
    checkEvents(camera, events);
    checkProblems(decoder.problems());
    return events.size() > 0;
  }

  private static boolean check(String where, Opener opener) {
    long begun = THREADS.getCurrentThreadCpuTime();
    boolean read = false;
    try {
      readAll(opener);
      read = true;
    } catch (RecordingException e) {
      if (e.getMessage() == null || !e.getMessage().contains(where)) {
        throw new AssertionError("a refusal must name the file: " + e.getMessage(), e);
      }
      if (e.getMessage().indexOf('\n') >= 0) {
        throw new AssertionError("a refusal must be one line: " + e.getMessage(), e);
      }
    } catch (EOFException e) {
      if (!where.equals(CONNECTION)) {
        throw new AssertionError("a file's end is no surprise: " + e, e);
      }
      read = true; // as far as it went
    } catch (IOException e) {
      throw new AssertionError("only recordings may be at fault: " + e, e);
    }
    long took = THREADS.getCurrentThreadCpuTime() - begun;
    if (took > LONGEST_NANOS) {
      throw new AssertionError("reading must not hang: seconds=" + took / 1e9);
    }
    return read;
  }

  private static void readAll(Opener opener) throws IOException {
    try (EventReader reader = opener.open()) {
      List<EventBuffer> buffers = new ArrayList<>();
      reader.cameras().forEach(camera -> buffers.add(new EventBuffer()));
      long events = 0;
      while (reader.read(buffers)) {
        for (int c = 0; c < buffers.size(); c++) {
          checkEvents(reader.cameras().get(c), buffers.get(c));
          events += buffers.get(c).size();
          buffers.get(c).clear();
        }
        if (events > MOST_EVENTS) {
          throw new AssertionError("more events than the bytes can hold");
        }
      }
      checkProblems(reader.problems());
      double share = reader.share();
      if (!(share >= 0 && share <= 1)) {
        throw new AssertionError("a share must lie in [0, 1]: " + share);
      }
    }
  }

  private static void checkProblems(List<RecordingProblem> problems) {
    for (RecordingProblem problem : problems) {
      if (problem.first().indexOf('\n') >= 0) {
        throw new AssertionError("a problem must be told in one line: " + problem.first());
      }
    }
  }

  private static void checkEvents(RecordedCamera camera, EventBuffer events) {
    for (int i = 0; i < events.size(); i++) {
      boolean inside = events.x(i) < camera.width() && events.y(i) < camera.height();
      boolean timely = events.micros(i) >= 0 && events.micros(i) <= EventReader.LATEST_MICROS;
      boolean binary = (events.polarity(i) & ~1) == 0;
      if (!inside || !timely || !binary) {
        throw new AssertionError(
            "an event must lie inside: x="
                + events.x(i)
                + ", y="
                + events.y(i)
                + ", micros="
                + events.micros(i)
                + ", polarity="
                + events.polarity(i)
                + ", camera="
                + camera);
      }
    }
  }
}
