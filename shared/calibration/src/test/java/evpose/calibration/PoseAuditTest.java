package evpose.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoseAuditTest {
  private static final int STEPS = 1500;
  private static final double NOISE_PX = 2;

  static Stream<List<ProjectionCamera>> rigs() {
    // no ring of three: exchanging its cameras in a circle only turns the world
    return Stream.of(
        Dhp19Rig.rig().cameras(), Dhp19Rig.rig().cameras().subList(0, 3), RingRig.of(8).cameras());
  }

  private static Views views(List<ProjectionCamera> standing) {
    return Walker.views(standing, STEPS, NOISE_PX, new double[standing.size()], 5);
  }

  private static double number(String evidence, String pattern) {
    Matcher m = Pattern.compile(pattern).matcher(evidence);
    assertThat(m.find()).as(evidence).isTrue();
    return Double.parseDouble(m.group(1));
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aSoundRigHasNoFindings(List<ProjectionCamera> cameras) {
    assertThat(PoseAudit.audit(cameras, views(cameras))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void twoExchangedCamerasAreNamed(List<ProjectionCamera> cameras) {
    List<Finding> found = PoseAudit.audit(cameras, views(cameras).exchanged(0, 2));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).camera()).isEqualTo("cam2");
    assertThat(found.get(0).fault()).isEqualTo("exchanged");
    assertThat(found.get(0).evidence()).startsWith("with the views of cam0 and cam2 exchanged");
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aCameraTurnedByTwoDegreesIsNamed(List<ProjectionCamera> cameras) {
    for (double[] axis : new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}) {
      double angle = Math.toRadians(2);
      double[] turn = {angle * axis[0], angle * axis[1], angle * axis[2]};
      List<ProjectionCamera> standing = new ArrayList<>(cameras);
      standing.set(1, CameraFit.turned(cameras.get(1), turn));
      List<Finding> found = PoseAudit.audit(cameras, views(standing));
      assertThat(found).as("turned about %s", List.of(axis[0], axis[1], axis[2])).hasSize(1);
      assertThat(found.get(0).camera()).isEqualTo("cam1");
      assertThat(found.get(0).fault()).isEqualTo("turned");
      assertThat(number(found.get(0).evidence(), "turned by ([\\d.]+)")).isBetween(1.7, 2.3);
    }
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void aCameraThirtyMillisecondsLateIsNamed(List<ProjectionCamera> cameras) {
    double[] late = new double[cameras.size()];
    late[2] = 30_000;
    List<Finding> found = PoseAudit.audit(cameras, Walker.views(cameras, STEPS, NOISE_PX, late, 6));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).camera()).isEqualTo("cam2");
    assertThat(found.get(0).fault()).isEqualTo("late");
    assertThat(number(found.get(0).evidence(), "are (\\d+) ")).isBetween(25.0, 35.0);
    late[2] = -30_000;
    found = PoseAudit.audit(cameras, Walker.views(cameras, STEPS, NOISE_PX, late, 6));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).fault()).isEqualTo("early");
  }

  @Test
  void twoFaultsAreToldApart() {
    List<ProjectionCamera> cameras = RingRig.of(8).cameras();
    List<ProjectionCamera> standing = new ArrayList<>(cameras);
    standing.set(1, CameraFit.turned(cameras.get(1), new double[] {0, Math.toRadians(2), 0}));
    double[] late = new double[8];
    late[6] = 40_000;
    List<Finding> found =
        PoseAudit.audit(cameras, Walker.views(standing, STEPS, NOISE_PX, late, 7));
    assertThat(found)
        .extracting(f -> f.camera() + " " + f.fault())
        .containsExactlyInAnyOrder("cam1 turned", "cam6 late");
  }

  @Test
  void aWorldOfMetresIsSeenByItsPeople() {
    List<ProjectionCamera> small = new ArrayList<>();
    for (ProjectionCamera c : Dhp19Rig.rig().cameras()) {
      double[] p = new World(2.5, World.Up.Z).fromOurs(c.worldToImage());
      small.add(new ProjectionCamera(c.id(), c.width(), c.height(), p));
    }
    List<Finding> found = PoseAudit.audit(small, views(Dhp19Rig.rig().cameras()));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).fault()).isEqualTo("scale");
    assertThat(number(found.get(0).evidence(), "world is ([\\d.]+) times too small"))
        .isBetween(2.2, 2.8);
  }

  @Test
  void withTwoCamerasNobodyCanSayWhichIsTurned() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras().subList(2, 4);
    List<ProjectionCamera> standing = new ArrayList<>(cameras);
    standing.set(0, CameraFit.turned(cameras.get(0), new double[] {Math.toRadians(2), 0, 0}));
    // one camera alone places nothing: the fault shows as views that do not meet
    assertThat(PoseAudit.audit(cameras, views(standing)))
        .allMatch(f -> f.fault().equals("misfit") || f.fault().equals("turned"));
    assertThatThrownBy(() -> PoseAudit.audit(cameras.subList(0, 1), views(standing)))
        .hasMessage("two or more cameras, each with its views: cameras=1, views=2");
  }
}
