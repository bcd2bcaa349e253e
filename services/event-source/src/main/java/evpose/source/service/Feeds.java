package evpose.source.service;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.recordings.RigReader;
import evpose.simulation.CapturedMotion;
import evpose.simulation.Motion;
import evpose.simulation.MovementSequence;
import evpose.simulation.SimulatorSettings;
import evpose.simulation.sensor.GreySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the feed that the settings ask for. */
final class Feeds {
  private static final int DHP19_CAMERAS = 4;

  /** From frame to frame: the paper's key frames, and those of takes to train on. */
  private static final long FRAME_PERIOD_MICROS = 100_000;

  private Feeds() {}

  /**
   * The feed, not limited and not rendered beforehand.
   *
   * @throws SourceException when a file cannot be read; one line
   */
  static EventFeed open(SourceSettings settings) {
    if (!settings.listen().isEmpty()) {
      return new LiveFeed(
          settings.listen(),
          settings.offsetsMicros(),
          settings.rig(),
          settings.stepMicros(),
          calibration(settings));
    }
    return settings.recordings().isEmpty() ? simulator(settings) : recordings(settings);
  }

  private static EventFeed simulator(SourceSettings settings) {
    CameraRig cameras =
        settings.cameras() == DHP19_CAMERAS ? Dhp19Rig.rig() : RingRig.of(settings.cameras());
    if (!settings.pick().isEmpty()) {
      cameras = picked(cameras, settings.pick());
    }
    if (!settings.rig().isEmpty()) {
      cameras = new CameraRig(settings.rig(), cameras.cameras());
    }
    SimulatorSettings scene =
        SimulatorSettings.of(cameras, motion(settings), settings.seed(), settings.seed())
            .withStepMicros(settings.stepMicros());
    return new SimulatorFeed(
        settings.frames()
            ? scene.withGrey(GreySettings.beforeKeyFrames(FRAME_PERIOD_MICROS))
            : scene);
  }

  /** A rig of some of another's cameras, named after them. */
  private static CameraRig picked(CameraRig rig, List<String> names) {
    List<ProjectionCamera> cameras =
        rig.cameras().stream().filter(camera -> names.contains(camera.id())).toList();
    if (cameras.size() != names.size()) {
      throw new SourceException(
          "cameras are picked once each, from those that there are: pick="
              + names
              + ", cameras="
              + rig.cameras().stream().map(ProjectionCamera::id).toList());
    }
    return new CameraRig(rig.id() + "-" + String.join("-", names), cameras);
  }

  private static Motion motion(SourceSettings settings) {
    if (settings.motion().isEmpty()) {
      return MovementSequence.tour(settings.seed());
    }
    try {
      return CapturedMotion.open(Path.of(settings.motion()));
    } catch (IOException e) {
      throw new SourceException(
          "the motion cannot be read: file=" + settings.motion() + ", cause=" + e.getMessage(), e);
    }
  }

  private static EventFeed recordings(SourceSettings settings) {
    List<RigReader.Part> parts = new ArrayList<>();
    for (int i = 0; i < settings.recordings().size(); i++) {
      long offset = settings.offsetsMicros().isEmpty() ? 0 : settings.offsetsMicros().get(i);
      parts.add(new RigReader.Part(Path.of(settings.recordings().get(i)), offset));
    }
    CameraRig calibration = calibration(settings);
    Supplier<EventFeed> feed =
        () ->
            RecordingFeed.open(
                parts, settings.hints(), settings.rig(), settings.stepMicros(), calibration);
    return settings.loop() ? new LoopingFeed(feed) : feed.get();
  }

  private static @Nullable CameraRig calibration(SourceSettings settings) {
    if (settings.calibration().isEmpty()) {
      return null;
    }
    try {
      byte[] json = Files.readAllBytes(Path.of(settings.calibration()));
      return Json.decode(json, CalibrationMessage.class).toRig();
    } catch (IOException | MalformedMessageException | IllegalArgumentException e) {
      throw new SourceException(
          "the calibration cannot be used: file="
              + settings.calibration()
              + ", cause="
              + e.getMessage(),
          e);
    }
  }
}
