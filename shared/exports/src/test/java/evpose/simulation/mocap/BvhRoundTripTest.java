package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.exports.PoseTrack;
import evpose.exports.TrackFormat;
import evpose.exports.Tracks;
import evpose.pose.Joint;
import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the exports write, read by the reader of motion capture; here, since it is closed. */
class BvhRoundTripTest {
  /** Angles and offsets have four digits. */
  private static final double ROUNDING_MM = 0.02;

  private static final Map<Joint, String> NAMES = new EnumMap<>(Joint.class);

  static {
    NAMES.put(Joint.HEAD, "Head");
    NAMES.put(Joint.SHOULDER_R, "RightArm");
    NAMES.put(Joint.SHOULDER_L, "LeftArm");
    NAMES.put(Joint.ELBOW_R, "RightForeArm");
    NAMES.put(Joint.ELBOW_L, "LeftForeArm");
    NAMES.put(Joint.HIP_R, "RightUpLeg");
    NAMES.put(Joint.HIP_L, "LeftUpLeg");
    NAMES.put(Joint.HAND_R, "RightHand");
    NAMES.put(Joint.HAND_L, "LeftHand");
    NAMES.put(Joint.KNEE_R, "RightLeg");
    NAMES.put(Joint.KNEE_L, "LeftLeg");
    NAMES.put(Joint.FOOT_R, "RightFoot");
    NAMES.put(Joint.FOOT_L, "LeftFoot");
  }

  @TempDir Path folder;

  private BvhKinematics written(PoseTrack track) throws IOException {
    Path file = folder.resolve("walk.bvh");
    TrackFormat.BVH.write(track, file);
    return new BvhKinematics(BvhReader.read(file));
  }

  /** Distance of a joint in the file from where it is in the track, mm. */
  private static double errorMm(BvhKinematics file, Joint joint, double[][] joints) {
    double[] cm = file.place(file.jointNames().indexOf(NAMES.get(joint)));
    double[] mm = joints[joint.ordinal()];
    return Math.sqrt(
        Math.pow(10 * cm[0] - mm[0], 2)
            + Math.pow(10 * cm[1] - mm[2], 2)
            + Math.pow(10 * cm[2] + mm[1], 2));
  }

  @Test
  void bonesOfConstantLengthComeBackAsTheyWere() throws IOException {
    PoseTrack track = Tracks.walk(900, true, 0, 1);
    BvhKinematics file = written(track);
    assertThat(file.frames()).isEqualTo(900);
    assertThat(file.frameSeconds()).isEqualTo(0.01);
    for (int f = 0; f < file.frames(); f++) {
      file.pose(f);
      for (Joint joint : Joint.values()) {
        assertThat(errorMm(file, joint, track.frames().get(f)))
            .as("frame %d, %s", f, joint)
            .isLessThan(ROUNDING_MM);
      }
    }
  }

  @Test
  void ofNoisyBonesNoMoreIsLostThanTheirLengthsDeviate() throws IOException {
    PoseTrack track = Tracks.walk(500, true, 15, 2);
    BvhKinematics file = written(track);
    List<List<Joint>> chains =
        List.of(
            List.of(Joint.SHOULDER_R, Joint.ELBOW_R, Joint.HAND_R),
            List.of(Joint.SHOULDER_L, Joint.ELBOW_L, Joint.HAND_L),
            List.of(Joint.HIP_R, Joint.KNEE_R, Joint.FOOT_R),
            List.of(Joint.HIP_L, Joint.KNEE_L, Joint.FOOT_L));
    for (int f = 0; f < file.frames(); f++) {
      file.pose(f);
      double[][] joints = track.frames().get(f);
      for (List<Joint> chain : chains) {
        double allowed = errorMm(file, chain.get(0), joints) + ROUNDING_MM;
        for (int i = 1; i < chain.size(); i++) {
          double bone = distance(file, chain.get(i - 1), chain.get(i));
          allowed +=
              Math.abs(
                  bone
                      - distance(
                          joints[chain.get(i - 1).ordinal()], joints[chain.get(i).ordinal()]));
          assertThat(errorMm(file, chain.get(i), joints)).isLessThan(allowed);
        }
      }
    }
  }

  private static double distance(BvhKinematics file, Joint a, Joint b) {
    double[] p = file.place(file.jointNames().indexOf(NAMES.get(a)));
    double[] q = file.place(file.jointNames().indexOf(NAMES.get(b)));
    return 10 * distance(p, q);
  }

  private static double distance(double[] p, double[] q) {
    return Math.sqrt(
        Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
  }

  @Test
  void theSimulatedBodyWearsItWithLimbsWhereTheyWere() throws IOException {
    PoseTrack track = Tracks.walk(300, false, 0, 3);
    Path file = folder.resolve("walk.bvh");
    TrackFormat.BVH.write(track, file);
    CapturedBody body = CapturedBody.open(file);
    BodyPose pose = new BodyPose();
    for (int f = 0; f < body.frames(); f++) {
      body.poseAt(f, pose);
      double[][] joints = track.frames().get(f);
      limb(pose, Segment.UPPER_ARM_R, joints[1], joints[3]);
      limb(pose, Segment.FOREARM_L, joints[4], joints[8]);
      limb(pose, Segment.THIGH_L, joints[6], joints[10]);
      limb(pose, Segment.SHIN_R, joints[9], joints[11]);
    }
  }

  private static void limb(BodyPose pose, Segment segment, double[] from, double[] to) {
    double[] m = pose.rotation(segment);
    double length = distance(from, to);
    for (int i = 0; i < 3; i++) { // a segment hangs along its -z
      assertThat(-m[3 * i + 2]).isCloseTo((to[i] - from[i]) / length, within());
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-4);
  }

  @Test
  void whatIsMissingKeepsItsTurnAndNothingJumps() throws IOException {
    PoseTrack track = Tracks.walk(600, true, 0, 4);
    for (int f = 0; f < 600; f++) {
      if (f < 20 || f >= 100 && f < 160) {
        Tracks.hide(track.frames().get(f), Joint.HAND_R.ordinal());
      }
      if (f >= 300 && f < 320) {
        Tracks.hide(track.frames().get(f), Joint.HIP_L.ordinal());
      }
    }
    Path path = folder.resolve("walk.bvh");
    TrackFormat.BVH.write(track, path);
    BvhFile file = BvhReader.read(path);
    BvhKinematics kinematics = new BvhKinematics(file);
    int hand = column(file, "RightForeArm");
    int hips = column(file, "Hips");
    assertThat(file.frame(10)[hand]).isZero();
    for (int f = 100; f < 160; f++) {
      for (int i = 0; i < 3; i++) {
        assertThat(file.frame(f)[hand + i]).isEqualTo(file.frame(99)[hand + i]);
      }
    }
    for (int f = 300; f < 320; f++) {
      for (int i = 0; i < 6; i++) {
        assertThat(file.frame(f)[hips + i]).isEqualTo(file.frame(299)[hips + i]);
      }
    }
    for (int f = 1;
        f < 300;
        f++) { // he turns by 0.46 degrees a frame, through more than half a turn
      for (int c = 3; c < file.frame(f).length; c++) {
        if (c < hand || c > hand + 2) {
          assertThat(Math.abs(file.frame(f)[c] - file.frame(f - 1)[c]))
              .as("frame %d, column %d", f, c)
              .isLessThan(40);
        }
      }
    }
    kinematics.pose(330);
    assertThat(errorMm(kinematics, Joint.HAND_R, track.frames().get(330))).isLessThan(ROUNDING_MM);
  }

  private static int column(BvhFile file, String name) {
    return file.joints().stream()
        .filter(j -> j.name().equals(name))
        .findFirst()
        .orElseThrow()
        .firstChannel();
  }

  @Test
  void aBoneThatWasNeverSeenIsNamed() {
    PoseTrack track = Tracks.walk(10, true, 0, 5);
    track.frames().forEach(f -> Tracks.hide(f, Joint.KNEE_L.ordinal()));
    Path file = folder.resolve("no.bvh");
    assertThatThrownBy(() -> TrackFormat.BVH.write(track, file))
        .hasMessage(
            file
                + ": a skeleton needs the length of each bone, both its ends are never seen"
                + " together: bone=LeftLeg");
  }
}
