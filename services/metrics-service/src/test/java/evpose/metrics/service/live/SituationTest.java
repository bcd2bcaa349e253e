package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The line of words on the page. */
class SituationTest {
  static final long SECOND = 1_000_000_000L;

  private long packetAge = SECOND / 10;
  private long running = 60 * SECOND;
  private int cameras = 4;
  private List<String> silent = List.of();
  private boolean answered = true;
  private boolean posed = true;
  private long pose3dAge = SECOND / 100;
  private boolean calibrated = true;
  private boolean truth = true;
  private long deadLettered;

  private Health health() {
    return new Situation(
            "dhp19",
            packetAge,
            running,
            cameras,
            silent,
            answered,
            posed,
            pose3dAge,
            99.7,
            calibrated,
            truth,
            deadLettered)
        .health();
  }

  @Test
  void allWell() {
    assertThat(health()).isEqualTo(new Health("ok", "4 cameras, 100 3D poses a second", ""));
  }

  @Test
  void nothingCameYet() {
    packetAge = -1;
    truth = false;
    assertThat(health())
        .isEqualTo(new Health("note", "waiting for event packets", "No event packets yet."));
  }

  @Test
  void packetsStopped() {
    packetAge = 3 * SECOND + 1;
    assertThat(health()).isEqualTo(new Health("bad", "stream stalled 3 s: no event packets", ""));
  }

  @Test
  void nobodyAnswers() {
    answered = false;
    posed = false;
    assertThat(health().words())
        .isEqualTo("events arrive, but no 2D poses: is camera-service running?");
    running = SECOND;
    assertThat(health().words()).isEqualTo("waiting for the first 2D pose");
  }

  @Test
  void beforeTheFirstKeyFrame() {
    posed = false;
    assertThat(health())
        .isEqualTo(
            new Health(
                "note",
                "waiting for the first key frame: too few events so far",
                "Waiting for the first key frame."));
  }

  @Test
  void oneCamera() {
    cameras = 1;
    pose3dAge = -1;
    truth = false;
    assertThat(health())
        .isEqualTo(
            new Health(
                "note",
                "one camera: no depth, so no 3D pose; no truth on this stream, so no error",
                "One camera: no depth, so no 3D pose."));
  }

  @Test
  void noCalibration() {
    calibrated = false;
    assertThat(health().words())
        .isEqualTo("no calibration for all cameras of rig dhp19, so no 3D pose");
  }

  @Test
  void twoDimensionsOnly() {
    pose3dAge = -1;
    assertThat(health().words())
        .isEqualTo("2D poses arrive, but no 3D ones: is triangulation-service running?");
    running = SECOND;
    assertThat(health().words()).isEqualTo("waiting for the first 3D pose");
  }

  @Test
  void the3dPosesStopped() {
    pose3dAge = 4 * SECOND;
    assertThat(health()).isEqualTo(new Health("bad", "no 3D pose for 4 s, 2D poses arrive", ""));
  }

  @Test
  void aSilentCamera() {
    silent = List.of("cam2");
    assertThat(health()).isEqualTo(new Health("note", "3 of 4 cameras, silent: cam2", ""));
  }

  @Test
  void badRecordsAreSaidAlways() {
    deadLettered = 1;
    assertThat(health())
        .isEqualTo(
            new Health("note", "4 cameras, 100 3D poses a second; 1 record in dead-letters", ""));
  }
}
