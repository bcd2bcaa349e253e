package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Segment;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One body under the names that different tools give its joints. */
class NamingsTest {
  private static final String[] PLACES = {
    "Hips",
    "UpLeg",
    "Leg",
    "Foot",
    "ToeBase",
    "Spine",
    "Spine1",
    "Spine2",
    "Neck",
    "Head",
    "Shoulder",
    "Arm",
    "ForeArm",
    "Hand"
  };

  /** In the order of {@link #PLACES}; # stands for the side. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Mixamo, Left|mixamorig:Hips mixamorig:#UpLeg mixamorig:#Leg mixamorig:#Foot"
            + " mixamorig:#ToeBase mixamorig:Spine mixamorig:Spine1 mixamorig:Spine2"
            + " mixamorig:Neck mixamorig:Head mixamorig:#Shoulder mixamorig:#Arm"
            + " mixamorig:#ForeArm mixamorig:#Hand",
        "Mixamo renamed, Left|mixamorig1_Hips mixamorig1_#UpLeg mixamorig1_#Leg mixamorig1_#Foot"
            + " mixamorig1_#ToeBase mixamorig1_Spine mixamorig1_Spine1 mixamorig1_Spine2"
            + " mixamorig1_Neck mixamorig1_Head mixamorig1_#Shoulder mixamorig1_#Arm"
            + " mixamorig1_#ForeArm mixamorig1_#Hand",
        "Rigify, L|spine thigh.# shin.# foot.# toe.# spine.001 spine.002 spine.003 spine.004"
            + " spine.006 shoulder.# upper_arm.# forearm.# hand.#",
        "Rigify's bones, L|DEF-spine DEF-thigh.# DEF-shin.# DEF-foot.# DEF-toe.# DEF-spine.001"
            + " DEF-spine.002 DEF-spine.003 DEF-spine.004 DEF-spine.006 DEF-shoulder.#"
            + " DEF-upper_arm.# DEF-forearm.# DEF-hand.#",
        "cgspeed, Left|Hips #Hip #Knee #Ankle #Toe lowerback Chest Chest2 Neck Head #Collar"
            + " #Shoulder #Elbow #Wrist",
        "CMU, l|root #femur #tibia #foot #toes lowerback upperback thorax lowerneck head"
            + " #clavicle #humerus #radius #wrist",
        "Unreal, l|pelvis thigh_# calf_# foot_# ball_# spine_01 spine_02 spine_03 neck_01 head"
            + " clavicle_# upperarm_# lowerarm_# hand_#",
        "Biped, L|Bip01 Bip01_#_Thigh Bip01_#_Calf Bip01_#_Foot Bip01_#_Toe0 Bip01_Spine"
            + " Bip01_Spine1 Bip01_Spine2 Bip01_Neck Bip01_Head Bip01_#_Clavicle"
            + " Bip01_#_UpperArm Bip01_#_Forearm Bip01_#_Hand",
        "SMPL, L|Pelvis #_Hip #_Knee #_Ankle #_Toe Spine1 Spine2 Spine3 Neck Head #_Collar"
            + " #_Shoulder #_Elbow #_Wrist"
      })
  void theSameBodyUnderOtherNamesMovesTheSame(String naming, String names) throws IOException {
    String left = naming.substring(naming.lastIndexOf(' ') + 1);
    String right = left.equals("Left") ? "Right" : left.equals("L") ? "R" : "r";
    String original = BvhKinematicsTest.text("standing.bvh");
    String renamed = renamed(original, names.trim().split(" "), left, right);
    assertThat(renamed.contains("mixamorig:")).isEqualTo(naming.startsWith("Mixamo, "));
    CapturedBody expected = bvh("standing.bvh", original);
    CapturedBody actual = bvh(naming, renamed);
    for (int frame = 0; frame < 3; frame++) {
      assertSamePose(actual, expected, frame, 0);
    }
  }

  @Test
  void theSameBodyInAsfAndAmcMovesTheSame() throws IOException {
    CapturedBody expected = bvh("standing.bvh", BvhKinematicsTest.text("standing.bvh"));
    AsfSkeleton skeleton =
        AsfReader.read("standing.asf", new StringReader(BvhKinematicsTest.text("standing.asf")));
    CapturedBody actual =
        CapturedBody.of(
            AmcReader.read(
                skeleton,
                "standing.amc",
                new StringReader(BvhKinematicsTest.text("standing.amc"))));
    assertThat(actual.frameSeconds()).isEqualTo(1 / 120.0);
    for (int frame = 0; frame < 3; frame++) {
      assertSamePose(actual, expected, frame, 1e-5); // directions are written with six digits
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tail", "Spine2"})
  void anUnknownSkeletonIsToldWhatIsMissingAndWhatThereIs(String name) throws IOException {
    String text = BvhKinematicsTest.text("standing.bvh").replace("mixamorig:LeftArm", name);
    text = text.replace("mixamorig:LeftShoulder", "Fin");
    String dog = text;
    assertThatThrownBy(() -> bvh("dog.bvh", dog))
        .isInstanceOf(MotionFormatException.class)
        .hasMessageContaining("dog.bvh: a body needs joints that this file does not name")
        .hasMessageContaining("missing=shoulder l (leftarm, ")
        .hasMessageContaining("found=mixamorig:Hips, mixamorig:LeftUpLeg, ")
        .hasMessageContaining("Fin, " + name + ", mixamorig:LeftForeArm");
  }

  private static CapturedBody bvh(String file, String text) throws IOException {
    return CapturedBody.of(new BvhKinematics(BvhReader.read(file, new StringReader(text))));
  }

  private static String renamed(String bvh, String[] names, String left, String right) {
    Matcher matcher = Pattern.compile("mixamorig:(Left|Right)?(\\w+)").matcher(bvh);
    StringBuilder renamed = new StringBuilder();
    while (matcher.find()) {
      int place = java.util.Arrays.asList(PLACES).indexOf(matcher.group(2));
      String side = "Left".equals(matcher.group(1)) ? left : right;
      matcher.appendReplacement(renamed, Matcher.quoteReplacement(names[place].replace("#", side)));
    }
    return matcher.appendTail(renamed).toString();
  }

  private static void assertSamePose(
      CapturedBody actual, CapturedBody expected, int frame, double tolerance) {
    BodyPose a = new BodyPose();
    BodyPose b = new BodyPose();
    actual.poseAt(frame, a);
    expected.poseAt(frame, b);
    for (Segment segment : Segment.values()) {
      assertThat(a.rotation(segment))
          .as("%s in frame %d", segment, frame)
          .containsExactly(b.rotation(segment), within(tolerance));
    }
    assertThat(a.xMm()).isCloseTo(b.xMm(), within(1000 * tolerance));
    assertThat(a.yMm()).isCloseTo(b.yMm(), within(1000 * tolerance));
    assertThat(a.clearanceMm()).isCloseTo(b.clearanceMm(), within(1000 * tolerance));
  }
}
