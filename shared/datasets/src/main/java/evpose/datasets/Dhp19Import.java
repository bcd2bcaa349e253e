package evpose.datasets;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.events.filter.BackgroundActivityFilter;
import evpose.events.filter.EventFilter;
import evpose.events.filter.HotPixelFilter;
import evpose.events.filter.RegionMask;
import evpose.recordings.RecordingProblem;
import evpose.recordings.aedat2.Aedat2Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a take of a real DHP19 recording: cuts it to Vicon's span, drops hot pixels, background
 * activity (each camera for itself; the release lets neighbouring cameras support each other) and
 * the infra-red lamps that two cameras see.
 *
 * @see "Calabrese et al. 2019; DHP19 release, the scripts from aedat to HDF5"
 */
public final class Dhp19Import {
  private final Path recording;
  private final Path labels;
  private final CameraRig rig = Dhp19Rig.rig();
  private final SensorGeometry sensor = new SensorGeometry(Dhp19Rig.WIDTH, Dhp19Rig.HEIGHT);

  /**
   * What came of it.
   *
   * @param steps with truth
   * @param hotPixels of all cameras
   * @param eventsInSpan before the filters
   * @param eventsKept behind them
   * @param problems of the recording
   */
  public record Result(
      int steps,
      int hotPixels,
      long eventsInSpan,
      long eventsKept,
      List<RecordingProblem> problems) {}

  /**
   * @param recording AEDAT 2.0, four cameras
   * @param labels MATLAB, see the release
   */
  public Dhp19Import(Path recording, Path labels) {
    this.recording = recording;
    this.labels = labels;
  }

  /**
   * Writes the take.
   *
   * @throws IOException when a file cannot be read or is of another kind, or the recording has more
   *     marks of start and stop than can be told apart; names the file
   */
  public Result write(Path file, TakeId id) throws IOException {
    ViconLabels truth = ViconLabels.read(labels);
    Survey survey = survey();
    RecordedSpan span =
        RecordedSpan.of(survey.specials, survey.firstMicros, survey.lastMicros, truth.count())
            .orElseThrow(
                () ->
                    new IOException(
                        "more than five special events: start and stop are not to be told: file="
                            + recording
                            + ", specials="
                            + survey.specials.size()));
    List<HotPixelFilter> hot = countHot(span);
    List<EventFilter> filters = new ArrayList<>();
    for (int camera = 0; camera < rig.cameras().size(); camera++) {
      EventFilter filter =
          hot.get(camera)
              .then(new BackgroundActivityFilter(sensor, BackgroundActivityFilter.DHP19_MICROS));
      filters.add(masked(filter, camera));
    }
    try (Aedat2Reader reader = open()) {
      Dhp19Scene scene = new Dhp19Scene(reader, span, filters, truth);
      TakeFile.record(
          file,
          id.subject(),
          id.movement(),
          DatasetSettings.STEP_MICROS,
          truth.count(),
          rig,
          scene);
      return new Result(
          truth.count(),
          hot.stream().mapToInt(HotPixelFilter::hotPixels).sum(),
          scene.eventsInSpan(),
          scene.eventsKept(),
          reader.problems());
    }
  }

  /** The lamps, in columns from 0 and rows from above. */
  private static EventFilter masked(EventFilter filter, int camera) {
    return switch (camera) {
      case 2 -> filter.then(new RegionMask(88, 115, 116, 143));
      case 3 -> filter.then(new RegionMask(214, 136, 219, 142));
      default -> filter;
    };
  }

  private Aedat2Reader open() throws IOException {
    Aedat2Reader reader = Aedat2Reader.open(recording);
    if (reader.cameras().size() != rig.cameras().size()
        || !reader.cameras().get(0).sensor().equals(sensor)) {
      reader.close();
      throw new IOException(
          "DHP19's recordings have four cameras of 346x260: file="
              + recording
              + ", cameras="
              + reader.cameras().size());
    }
    return reader;
  }

  private record Survey(List<Long> specials, long firstMicros, long lastMicros) {}

  private Survey survey() throws IOException {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (Aedat2Reader reader = open()) {
      List<EventBuffer> events = buffers();
      while (reader.read(events)) {
        for (EventBuffer buffer : events) {
          for (int i = 0; i < buffer.size(); i++) {
            first = Math.min(first, buffer.micros(i));
            last = Math.max(last, buffer.micros(i));
          }
          buffer.clear();
        }
      }
      if (first > last) {
        throw new IOException("the recording has no events: file=" + recording);
      }
      return new Survey(reader.specialMicros(), first, last);
    }
  }

  private List<HotPixelFilter> countHot(RecordedSpan span) throws IOException {
    List<HotPixelFilter> filters = new ArrayList<>();
    rig.cameras()
        .forEach(camera -> filters.add(new HotPixelFilter(sensor, HotPixelFilter.DHP19_EVENTS)));
    try (Aedat2Reader reader = open()) {
      List<EventBuffer> events = buffers();
      EventBuffer inSpan = new EventBuffer();
      EventFilter cut = (x, y, micros, polarity) -> span.contains(micros);
      while (reader.read(events)) {
        for (int camera = 0; camera < events.size(); camera++) {
          inSpan.clear();
          cut.apply(events.get(camera), inSpan);
          filters.get(camera).count(inSpan);
          events.get(camera).clear();
        }
      }
    }
    return filters;
  }

  private List<EventBuffer> buffers() {
    List<EventBuffer> buffers = new ArrayList<>();
    rig.cameras().forEach(camera -> buffers.add(new EventBuffer()));
    return buffers;
  }
}
