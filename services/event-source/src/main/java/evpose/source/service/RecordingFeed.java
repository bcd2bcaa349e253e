package evpose.source.service;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.events.StepGrid;
import evpose.recordings.EventReader;
import evpose.recordings.ReadHints;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordedSteps;
import evpose.recordings.RecordingProblem;
import evpose.recordings.RigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recording, from its first event to its last; time counts from the first step. The truth is not
 * known, the geometry only when somebody gives it.
 */
final class RecordingFeed implements EventFeed {
  private static final Logger log = LoggerFactory.getLogger(RecordingFeed.class);

  private final String origin;
  private final EventReader reader;
  private final RecordedSteps steps;
  private final Rig rig;
  private boolean ended;

  private RecordingFeed(EventReader reader, Rig rig) {
    this.origin = rig.origin();
    this.reader = reader;
    this.rig = rig;
    steps = RecordedSteps.fromZero(reader, new StepGrid(rig.stepMicros()));
  }

  /**
   * Opens a recording.
   *
   * @param name the rig's; empty takes the file's
   * @param calibration of exactly the recording's cameras, in any order; null when unknown
   * @throws SourceException when it cannot be read, or the calibration is not its own
   */
  static RecordingFeed open(
      Path file, String name, long stepMicros, @Nullable CameraRig calibration) {
    List<RigReader.Part> parts = List.of(new RigReader.Part(file, 0));
    return open(parts, ReadHints.NONE, name, stepMicros, calibration);
  }

  /**
   * Opens recordings of one rig; see {@link RigReader} for the names of its cameras.
   *
   * @param hints what files may not tell of themselves
   * @param name the rig's; empty takes the first file's
   */
  static RecordingFeed open(
      List<RigReader.Part> parts,
      ReadHints hints,
      String name,
      long stepMicros,
      @Nullable CameraRig calibration) {
    try {
      EventReader reader = RigReader.open(parts, hints);
      List<Camera> cameras =
          reader.cameras().stream().map(c -> new Camera(c.id(), c.sensor())).toList();
      Path first = parts.get(0).file();
      String rigName = name.isEmpty() ? RecordedCamera.idFrom(stem(first)) : name;
      CameraRig geometry = calibration == null ? null : fitted(calibration, rigName, cameras);
      return new RecordingFeed(
          reader, new Rig(rigName, cameras, stepMicros, geometry, describe(parts)));
    } catch (IOException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String describe(List<RigReader.Part> parts) {
    List<String> names = parts.stream().map(p -> String.valueOf(p.file().getFileName())).toList();
    return (names.size() == 1 ? "recording " : "recordings ") + String.join(", ", names);
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The calibration under the rig's name and in the recording's order. */
  static CameraRig fitted(CameraRig calibration, String name, List<Camera> cameras) {
    List<ProjectionCamera> ordered =
        cameras.stream()
            .map(
                camera ->
                    calibration.cameras().stream()
                        .filter(
                            c ->
                                c.id().equals(camera.id())
                                    && c.width() == camera.sensor().width()
                                    && c.height() == camera.sensor().height())
                        .findFirst()
                        .orElseThrow(
                            () ->
                                new SourceException(
                                    "the calibration must describe the recording's cameras: missing="
                                        + camera.id()
                                        + " ("
                                        + camera.sensor()
                                        + ")")))
            .toList();
    return new CameraRig(name, ordered);
  }

  @Override
  public Rig rig() {
    return rig;
  }

  @Override
  public @Nullable Step next() {
    try {
      if (steps.next()) {
        return new Step(steps.step(), steps.events(), null);
      }
    } catch (IOException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
    if (!ended) {
      ended = true;
      tellProblems();
    }
    return null;
  }

  private void tellProblems() {
    for (RecordingProblem problem : reader.problems()) {
      log.warn(
          "{}: {} times {}, first: {}", origin, problem.count(), problem.kind(), problem.first());
    }
    if (steps.lateEvents() > 0) {
      log.warn(
          "{}: events too late for their step, left out: events={}", origin, steps.lateEvents());
    }
  }

  @Override
  public void close() {
    try {
      steps.close();
    } catch (IOException e) {
      throw new SourceException("the recording could not be closed: " + origin, e);
    }
  }
}
