package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.ReadHints;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RigReader;
import evpose.recordings.aedat4.Aedat4Writer;
import evpose.recordings.aedat4.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFeedTest {
  private static final long LATE_START = 1_700_000_000_003_500L;

  @TempDir Path directory;

  @Test
  void timeCountsFromTheStepOfTheFirstEvent() throws IOException {
    Path file = recording("two cameras.aedat4");
    try (RecordingFeed feed = RecordingFeed.open(file, "", 10_000, null)) {
      assertThat(feed.rig().name()).isEqualTo("two_cameras");
      assertThat(feed.rig().cameras()).extracting(EventFeed.Camera::id).containsExactly("a", "b");
      assertThat(feed.rig().calibration()).isNull();
      assertThat(TakeTest.describe(feed, 100))
          .containsExactly("0 null 1,2,3500,1", "1 null 3,4,13500,0", "2 null 5,6,23500,1");
    }
  }

  @Test
  void twoFilesAreOneRigAndBeginAnewAtTheirEnd() throws IOException {
    Path one = recording("one.aedat4");
    Path two = recording("two.aedat4");
    List<RigReader.Part> parts =
        List.of(new RigReader.Part(one, 0), new RigReader.Part(two, 10_000));
    try (LoopingFeed feed =
        new LoopingFeed(() -> RecordingFeed.open(parts, ReadHints.NONE, "", 10_000, null))) {
      assertThat(feed.rig().name()).isEqualTo("one");
      assertThat(feed.rig().cameras())
          .extracting(EventFeed.Camera::id)
          .containsExactly("one.a", "one.b", "two.a", "two.b");
      List<String> all = TakeTest.describe(feed, 8);
      assertThat(all.subList(0, 4))
          .containsExactly(
              "0 null 1,2,3500,1",
              "1 null 3,4,13500,0 1,2,13500,1",
              "2 null 5,6,23500,1 3,4,23500,0",
              "3 null 5,6,33500,1");
      assertThat(all.get(4)).isEqualTo("4 null 1,2,43500,1");
      assertThat(all.get(7)).isEqualTo("7 null 5,6,73500,1");
    }
  }

  @Test
  void whatATextDoesNotTellIsTakenFromTheSettings() throws IOException {
    Path text = Files.writeString(directory.resolve("walk.txt"), "7 0.5 1 2 1\n7 0.51 3 4 0\n");
    SourceSettings settings =
        SourceSettingsTest.bind(
            Map.of(
                "SOURCE_INPUT", text.toString(),
                "SOURCE_SENSOR", "346x260",
                "SOURCE_COLUMNS", "_,t,x,y,p",
                "SOURCE_TIME_UNIT", "s"));
    try (EventFeed feed = Feeds.open(settings)) {
      assertThat(feed.rig().cameras())
          .extracting(EventFeed.Camera::sensor)
          .containsExactly(new SensorGeometry(346, 260));
      assertThat(TakeTest.describe(feed, 100))
          .containsExactly("0 null 1,2,0,1", "1 null 3,4,10000,0");
    }
  }

  @Test
  void aCalibrationComesInTheRecordingsOrderUnderTheRigsName() throws IOException {
    ProjectionCamera shape = RingRig.of(1).cameras().get(0);
    CameraRig given = new CameraRig("lab", List.of(named("b", shape), named("a", shape)));
    try (RecordingFeed feed = RecordingFeed.open(recording("x.aedat4"), "studio", 10_000, given)) {
      CameraRig calibration = feed.rig().calibration();
      assertThat(calibration.id()).isEqualTo("studio");
      assertThat(calibration.cameras()).extracting(ProjectionCamera::id).containsExactly("a", "b");
    }
  }

  @Test
  void aCalibrationOfOtherCamerasIsRefused() throws IOException {
    Path file = recording("x.aedat4");
    assertThatThrownBy(() -> RecordingFeed.open(file, "", 10_000, RingRig.of(2)))
        .isInstanceOf(SourceException.class)
        .hasMessage("the calibration must describe the recording's cameras: missing=a (346x260)");
  }

  @Test
  void aRealRecordingPlaysStepByStep() {
    Path file = Path.of("../../../shared/data/events/person_dvxplorer.aedat4");
    assumeTrue(Files.exists(file), "the recording of a person is not here: " + file);
    try (RecordingFeed feed = RecordingFeed.open(file, "", 10_000, null)) {
      long steps = 0;
      long events = 0;
      EventFeed.Step step;
      while ((step = feed.next()) != null) {
        assertThat(step.step()).isEqualTo(steps++);
        events += step.events().get(0).size();
      }
      assertThat(steps).isEqualTo(60); // 0.59 s
      assertThat(events).isGreaterThan(100_000);
    }
  }

  private static ProjectionCamera named(String id, ProjectionCamera shape) {
    return new ProjectionCamera(id, shape.width(), shape.height(), shape.worldToImage());
  }

  private Path recording(String name) throws IOException {
    Path file = directory.resolve(name);
    List<RecordedCamera> cameras =
        List.of(new RecordedCamera("a", 346, 260), new RecordedCamera("b", 346, 260));
    try (Aedat4Writer writer = Aedat4Writer.create(file, cameras, Compression.LZ4)) {
      writer.write(0, event(1, 2, LATE_START, 1));
      writer.write(1, event(3, 4, LATE_START + 10_000, 0));
      writer.write(0, event(5, 6, LATE_START + 20_000, 1));
    }
    return file;
  }

  private static EventBuffer event(int x, int y, long micros, int polarity) {
    EventBuffer events = new EventBuffer();
    events.add(x, y, micros, polarity);
    return events;
  }
}
