package evpose.recordings.text;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventGate;
import evpose.recordings.EventReader;
import evpose.recordings.InputFile;
import evpose.recordings.Problems;
import evpose.recordings.ReadHints;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads events from text. Lines that are no event are left out and counted. Where neither the text
 * nor a hint tells the sensor's size, the text is read once beforehand and the size taken from its
 * events; that is counted, too.
 *
 * <p>Kinds of problems: {@code bad-line}, {@code no-geometry}, {@code outside-sensor}, {@code
 * bad-time}, {@code time-backwards}. Not thread-safe.
 */
public final class TextReader implements EventReader {
  private static final int LONGEST_LINE = 4096;
  private static final SensorGeometry ANY = new SensorGeometry(65_536, 65_536);

  private final InputFile input;
  private final TextLayout layout;
  private final Problems problems = new Problems();
  private final RecordedCamera camera;
  private final EventGate gate;
  private final LineParser line;

  /** Whether a file that begins like this is a text of events. */
  public static boolean recognises(byte[] head, boolean whole, ReadHints hints) {
    return TextLayout.of(head, head.length, whole, hints) != null;
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @throws BrokenRecordingException when its first lines are no events after all
   */
  public static TextReader open(Path file, ReadHints hints) throws IOException {
    InputFile input = InputFile.open(file);
    boolean done = false;
    try {
      TextReader reader = new TextReader(input, hints);
      done = true;
      return reader;
    } finally {
      if (!done) {
        input.close();
      }
    }
  }

  private TextReader(InputFile input, ReadHints hints) throws IOException {
    this.input = input;
    input.fill();
    ByteBuffer head = input.chunk();
    TextLayout found = TextLayout.of(head.array(), head.limit(), input.ended(), hints);
    if (found == null) {
      throw new BrokenRecordingException(
          input.file(),
          0,
          "the columns of a text must be told by a line of names, or given: columns="
              + hints.columns());
    }
    layout = found;
    line = new LineParser(layout);
    SensorGeometry told = layout.sensor() == null ? hints.sensor() : layout.sensor();
    SensorGeometry sensor = told == null ? measured() : told;
    camera = new RecordedCamera("cam0", sensor.width(), sensor.height());
    gate = new EventGate(input.file(), sensor, problems);
    input.seek(layout.headBytes());
  }

  private SensorGeometry measured() throws IOException {
    Problems ignored = new Problems();
    EventGate open = new EventGate(input.file(), ANY, ignored);
    EventBuffer events = new EventBuffer();
    int width = 1;
    int height = 1;
    input.seek(layout.headBytes());
    while (read(events, open, ignored)) {
      for (int i = 0; i < events.size(); i++) {
        width = Math.max(width, events.x(i) + 1);
        height = Math.max(height, events.y(i) + 1);
      }
      events.clear();
    }
    SensorGeometry sensor = new SensorGeometry(width, height);
    problems.count(
        "no-geometry",
        () ->
            RecordingException.at(
                input.file(),
                0,
                "the text tells no size, taken from its events: sensor=" + sensor));
    return sensor;
  }

  @Override
  public String format() {
    return "CSV";
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.of(camera);
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    return read(into.get(0), gate, problems);
  }

  private boolean read(EventBuffer into, EventGate through, Problems counted) throws IOException {
    if (!input.fill()) {
      return false;
    }
    ByteBuffer chunk = input.chunk();
    byte[] bytes = chunk.array();
    int end = chunk.limit();
    int begin = chunk.position();
    while (begin < end) {
      int stop = begin;
      while (stop < end && bytes[stop] != '\n') {
        stop++;
      }
      if (stop == end && !input.ended() && stop - begin < LONGEST_LINE) {
        break; // goes on in the next chunk
      }
      if (line.parse(bytes, begin, stop)) {
        long offset = input.begin() + begin;
        through.take(line.x(), line.y(), line.micros(), line.polarity(), offset, into);
      } else if (!line.isRemark(bytes, begin, stop)) {
        badLine(bytes, begin, stop, counted);
      }
      begin = Math.min(stop + 1, end);
    }
    chunk.position(begin);
    return true;
  }

  private void badLine(byte[] bytes, int begin, int end, Problems counted) {
    counted.count(
        "bad-line",
        () -> {
          String shown =
              new String(bytes, begin, Math.min(60, end - begin), StandardCharsets.ISO_8859_1);
          return RecordingException.at(
              input.file(),
              input.begin() + begin,
              "a line must hold the numbers of an event, left out: line="
                  + shown.replaceAll("[^\\x20-\\x7E]", "?"));
        });
  }

  @Override
  public double share() {
    return input.share();
  }

  @Override
  public List<RecordingProblem> problems() {
    return problems.list();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
