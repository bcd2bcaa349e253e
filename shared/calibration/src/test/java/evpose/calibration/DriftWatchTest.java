package evpose.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.messages.Inputs;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import evpose.pose.Joints2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The alarm on a stream as Kafka has it: cameras that lag, repeat and miss steps. */
class DriftWatchTest {
  private static final List<ProjectionCamera> CAMERAS = Dhp19Rig.rig().cameras();
  private static final int MOVED_AT = 2000;
  private static final int MOST_LAG = 40;

  private final Random random = new Random(8);
  private final DriftWatch watch = new DriftWatch(CAMERAS);
  private final List<DriftAlarm.Drift> said = new ArrayList<>();

  private static Pose2dMessage pose(String camera, long step, Joints2d joints) {
    return new Pose2dMessage(
        "dhp19",
        camera,
        step,
        Walker.STEP_MICROS,
        (step + 1) * Walker.STEP_MICROS,
        PoseSource.SNN,
        step,
        Pose2dMessage.keypoints(joints),
        0,
        0,
        0,
        0,
        0,
        0,
        new Inputs("", "", "", ""));
  }

  private void take(Pose2dMessage pose) {
    watch.take(pose).ifPresent(said::add);
  }

  /**
   * What cameras saw, in an order as the log may have it.
   *
   * @param shift added to the scene's steps
   */
  private void stream(List<List<Joints2d>> steps, int from, int to, long shift) {
    int[] next = new int[CAMERAS.size()];
    java.util.Arrays.fill(next, from);
    while (least(next) < to) {
      int c = random.nextInt(next.length);
      if (next[c] >= to || next[c] - least(next) > random.nextInt(1, MOST_LAG)) {
        continue; // it waits for the others
      }
      long step = next[c] + shift;
      String camera = CAMERAS.get(c).id();
      Joints2d joints = steps.get(next[c]).get(c);
      switch (random.nextInt(30)) {
        case 0 -> {} // lost
        case 1 -> {
          take(pose(camera, step, joints));
          take(pose(camera, step, joints)); // told twice
        }
        case 2 -> {
          take(
              Pose2dMessage.shed(
                  "dhp19",
                  camera,
                  step,
                  step,
                  Walker.STEP_MICROS,
                  "behind",
                  new Inputs("", "", "", "")));
          take(pose("another", step, joints));
        }
        default -> take(pose(camera, step, joints));
      }
      next[c]++;
    }
  }

  private static int least(int[] values) {
    return java.util.Arrays.stream(values).min().orElseThrow();
  }

  private static List<List<Joints2d>> seen(List<ProjectionCamera> standing, int steps) {
    return Walker.views(standing, steps, 2, new double[CAMERAS.size()], 9).steps();
  }

  private static List<ProjectionCamera> bumped() {
    List<ProjectionCamera> standing = new ArrayList<>(CAMERAS);
    standing.set(2, CameraFit.turned(CAMERAS.get(2), new double[] {0, Math.toRadians(2), 0}));
    return standing;
  }

  @Test
  void aCameraTurnedByTwoDegreesIsNamedOnceThoughTheStreamIsRagged() {
    stream(seen(CAMERAS, MOVED_AT), 0, MOVED_AT, 0);
    assertThat(said).isEmpty();
    stream(seen(bumped(), 3000), MOVED_AT, 3000, 0);
    assertThat(said).hasSize(1);
    assertThat(said.get(0).camera()).isEqualTo("cam2");
    assertThat(said.get(0).sinceMicros()).isEqualTo(MOVED_AT * Walker.STEP_MICROS);
    assertThat(said.get(0).degrees()).isBetween(1.7, 2.3);
  }

  @Test
  void aQuietStreamRaisesNothing() {
    stream(seen(CAMERAS, 6000), 0, 6000, 0);
    assertThat(said).isEmpty();
  }

  @Test
  void afterDataTimeBeganAnewTheRigIsWatchedAsBefore() {
    stream(seen(CAMERAS, 1500), 0, 1500, 1_000_000);
    stream(seen(CAMERAS, MOVED_AT), 0, MOVED_AT, 0);
    assertThat(said).isEmpty();
    stream(seen(bumped(), 3000), MOVED_AT, 3000, 0);
    assertThat(said).extracting(DriftAlarm.Drift::camera).containsExactly("cam2");
  }
}
