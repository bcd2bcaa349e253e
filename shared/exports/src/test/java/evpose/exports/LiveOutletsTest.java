package evpose.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.body.Prediction;
import evpose.messages.Inputs;
import evpose.messages.Pose3dMessage;
import evpose.pose.Joint;
import evpose.pose.Joints3d;
import evpose.pose.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LiveOutletsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double[] COVARIANCE = {1, 0, 0, 1, 0, 1};

  static Pose3dMessage pose(long step, int revision, boolean isFinal, double[][] at) {
    Joints3d joints = new Joints3d();
    for (int j = 0; j < at.length; j++) {
      if (at[j][3] > 0) {
        Verdict verdict = j == 12 ? Verdict.HELD : Verdict.PLACED;
        joints.set(j, at[j][0], at[j][1], at[j][2], 0.5, COVARIANCE, 1, 3, verdict);
      }
    }
    return new Pose3dMessage(
        "lab",
        step,
        10_000,
        (step + 1) * 10_000,
        revision,
        isFinal,
        List.of("a", "b", "c"),
        3,
        Pose3dMessage.keypoints(joints),
        0,
        0,
        0,
        new Inputs("", "", "", ""));
  }

  private static double[][] walking(double seconds) {
    return Tracks.joints(seconds, true);
  }

  /** Types and arguments of the messages of a bundle, by address (and first text). */
  private static Map<String, List<Object>> messages(byte[] bundle) {
    ByteBuffer in = ByteBuffer.wrap(bundle);
    assertThat(text(in)).isEqualTo("#bundle");
    assertThat(in.getLong()).isEqualTo(1);
    Map<String, List<Object>> messages = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      int end = in.getInt() + in.position();
      String address = text(in);
      String types = text(in);
      List<Object> arguments = new ArrayList<>();
      for (char type : types.substring(1).toCharArray()) {
        switch (type) {
          case 'i' -> arguments.add(in.getInt());
          case 'h' -> arguments.add(in.getLong());
          case 'f' -> arguments.add(in.getFloat());
          default -> arguments.add(text(in));
        }
      }
      assertThat(in.position()).isEqualTo(end);
      messages.put(
          address.equals("/VMC/Ext/Bone/Pos") ? address + " " + arguments.get(0) : address,
          arguments);
    }
    return messages;
  }

  private static String text(ByteBuffer in) {
    StringBuilder text = new StringBuilder();
    for (byte b = in.get(); b != 0; b = in.get()) {
      text.append((char) b);
    }
    while (in.position() % 4 != 0) {
      assertThat(in.get()).isZero();
    }
    return text.toString();
  }

  @Test
  void oscSaysThePoseAndEachJointThatIsThere() {
    double[][] at = walking(0);
    Tracks.hide(at, Joint.KNEE_L.ordinal());
    List<byte[]> datagrams = new OscPose().datagrams(LivePose.of(pose(7, 2, true, at)));
    assertThat(datagrams).hasSize(1);
    Map<String, List<Object>> said = messages(datagrams.get(0));
    assertThat(said.get("/evpose/pose")).containsExactly("lab", 7L, 80_000L, 2, 1, 0);
    assertThat(said).hasSize(13).doesNotContainKey("/evpose/kneeL");
    assertThat(said.get("/evpose/head"))
        .containsExactly((float) at[0][0], (float) at[0][1], (float) at[0][2], 0.5f, 0);
    assertThat(datagrams.get(0).length).isLessThan(1200);
  }

  @Test
  void vmcTurnsNothingInAT() {
    double[][] t = tPose();
    Map<String, List<Object>> said = vmc(new VmcPose(), pose(0, 0, true, t));
    assertThat(said.get("/VMC/Ext/OK")).containsExactly(1);
    assertThat(said.get("/VMC/Ext/T")).containsExactly(0.01f);
    assertThat(said.get("/VMC/Ext/Root/Pos")).containsExactly("root", 0f, 0f, 0f, 0f, 0f, 0f, 1f);
    said.forEach(
        (name, a) -> {
          if (name.contains("Bone")) {
            assertThat(numbers(a, 4)).as(name).containsExactly(new double[] {0, 0, 0, 1}, ABOUT);
          }
        });
    // who faces -y in our room stands with the left arm at -x in Unity's
    assertThat(numbers(said.get("/VMC/Ext/Bone/Pos Hips"), 1))
        .startsWith(new double[] {-0.5, 0.95, -0.25}, ABOUT);
    assertThat(numbers(said.get("/VMC/Ext/Bone/Pos LeftLowerArm"), 1))
        .startsWith(new double[] {-0.29, 0, 0}, ABOUT);
    assertThat(numbers(said.get("/VMC/Ext/Bone/Pos RightLowerLeg"), 1))
        .startsWith(new double[] {0, -0.44, 0}, ABOUT);
    assertThat(said.keySet().stream().filter(k -> k.contains("Bone"))).hasSize(17);
  }

  private static final org.assertj.core.data.Offset<Double> ABOUT = within(1e-6);

  @Test
  void vmcLowersAnArmByAQuarterTurnAboutUnitysZ() {
    double[][] arms = tPose();
    arms[4] = arms[2].clone(); // left arm hangs
    arms[4][2] -= 290;
    arms[8] = arms[4].clone();
    arms[8][2] -= 260;
    Map<String, List<Object>> said = vmc(new VmcPose(), pose(0, 0, true, arms));
    // Unity is left-handed: (-1,0,0) goes to (0,-1,0) by +90 degrees about z
    double h = Math.sqrt(0.5);
    assertThat(numbers(said.get("/VMC/Ext/Bone/Pos LeftUpperArm"), 4))
        .containsExactly(new double[] {0, 0, h, h}, ABOUT);
    assertThat(numbers(said.get("/VMC/Ext/Bone/Pos LeftLowerArm"), 4))
        .containsExactly(new double[] {0, 0, 0, 1}, ABOUT);
  }

  @Test
  void vmcKeepsWhatIsMissing() {
    VmcPose vmc = new VmcPose();
    Map<String, List<Object>> before = vmc(vmc, pose(0, 0, true, walking(0.3)));
    double[][] gone = walking(0.3);
    for (int j = 0; j < 13; j++) {
      Tracks.hide(gone, j);
    }
    Map<String, List<Object>> after = vmc(vmc, pose(1, 0, true, gone));
    before.remove("/VMC/Ext/T");
    after.remove("/VMC/Ext/T");
    assertThat(after).isEqualTo(before);
  }

  private static Map<String, List<Object>> vmc(VmcPose vmc, Pose3dMessage pose) {
    Map<String, List<Object>> said = new LinkedHashMap<>();
    for (byte[] datagram : vmc.datagrams(LivePose.of(pose))) {
      assertThat(datagram.length).isLessThanOrEqualTo(1200);
      said.putAll(messages(datagram));
    }
    return said;
  }

  private static double[] numbers(List<Object> arguments, int from) {
    return arguments.subList(from, arguments.size()).stream().mapToDouble(a -> (Float) a).toArray();
  }

  /** Standing at 500, 250, facing -y, arms out. */
  private static double[][] tPose() {
    double[][] t = new double[13][];
    t[0] = new double[] {500, 250, 1650, 1};
    for (int side = 0; side < 2; side++) {
      double s = side == 0 ? -1 : 1;
      t[1 + side] = new double[] {500 + s * 190, 250, 1450, 1};
      t[3 + side] = new double[] {500 + s * 480, 250, 1450, 1};
      t[5 + side] = new double[] {500 + s * 110, 250, 950, 1};
      t[7 + side] = new double[] {500 + s * 740, 250, 1450, 1};
      t[9 + side] = new double[] {500 + s * 110, 250, 510, 1};
      t[11 + side] = new double[] {500 + s * 110, 250, 90, 1};
    }
    return t;
  }

  @Test
  void plainSocketsTellTheSkeletonOnceThenPoses() {
    SocketOutlet.Session session = new PoseSocket("lab").open();
    JsonNode hello = JSON.readTree(session.greeting().get(0).bytes());
    assertThat(hello.get("unit").asString()).isEqualTo("mm");
    assertThat(hello.get("joints").get(12).asString()).isEqualTo("footL");
    assertThat(hello.get("bones").size()).isEqualTo(14);
    double[][] at = walking(0.2);
    Tracks.hide(at, Joint.HAND_R.ordinal());
    List<SocketOutlet.Frame> frames = session.pose(LivePose.of(pose(7, 0, false, at)));
    assertThat(frames).hasSize(1);
    assertThat(frames.get(0).text()).isTrue();
    JsonNode said = JSON.readTree(frames.get(0).bytes());
    assertThat(said.get("step").asLong()).isEqualTo(7);
    assertThat(said.get("final").asBoolean()).isFalse();
    assertThat(said.get("joints").get(7).isNull()).isTrue();
    assertThat(said.get("joints").get(0).get(2).asDouble()).isEqualTo(1650);
    assertThat(said.get("flags").get("footL").asString()).isEqualTo("held");
  }

  @Test
  void foxgloveTellsWhatAClientSubscribedTo() {
    SocketOutlet.Session session = new FoxgloveSocket("lab").open();
    assertThat(JSON.readTree(session.greeting().get(0).bytes()).get("op").asString())
        .isEqualTo("serverInfo");
    JsonNode channels = JSON.readTree(session.greeting().get(1).bytes()).get("channels");
    assertThat(channels.get(0).get("schemaName").asString()).isEqualTo("foxglove.SceneUpdate");
    assertThat(channels.get(1).get("schemaName").asString()).isEqualTo("foxglove.FrameTransforms");
    LivePose live = LivePose.of(pose(7, 0, true, walking(0.2)));
    assertThat(session.pose(live)).isEmpty();
    assertThat(
            session.received(
                "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":4000000000,\"channelId\":1},{\"id\":5,\"channelId\":2}]}"))
        .isEmpty();
    List<SocketOutlet.Frame> frames = session.pose(live);
    assertThat(frames).hasSize(2);
    ByteBuffer scene = ByteBuffer.wrap(frames.get(0).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(scene.get()).isEqualTo((byte) 1);
    assertThat(Integer.toUnsignedLong(scene.getInt())).isEqualTo(4_000_000_000L);
    assertThat(scene.getLong()).isEqualTo(80_000_000);
    JsonNode entity =
        JSON.readTree(StandardCharsets.UTF_8.decode(scene).toString()).get("entities").get(0);
    assertThat(entity.get("frame_id").asString()).isEqualTo("world");
    assertThat(entity.get("timestamp").get("nsec").asLong()).isEqualTo(80_000_000);
    assertThat(entity.get("spheres").size()).isEqualTo(13);
    assertThat(entity.get("spheres").get(0).get("pose").get("position").get("z").asDouble())
        .isEqualTo(1.65);
    assertThat(entity.get("lines").get(0).get("points").size()).isEqualTo(28);
    session.received("{\"op\":\"unsubscribe\",\"subscriptionIds\":[5]}");
    assertThat(session.pose(live)).hasSize(1);
  }

  @Test
  void foxgloveAnswersNonsense() {
    SocketOutlet.Session session = new FoxgloveSocket("lab").open();
    assertThat(status(session.received("{"))).isEqualTo("that was no JSON");
    assertThat(status(session.received("[]"))).startsWith("this server only takes");
    assertThat(
            status(
                session.received(
                    "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1,\"channelId\":9}]}")))
        .isEqualTo("there is no such channel: channelId=9");
    for (int i = 0; i < 16; i++) {
      assertThat(session.received(subscribe(i))).isEmpty();
    }
    assertThat(status(session.received(subscribe(16)))).contains("at most 16");
  }

  private static String subscribe(int id) {
    return "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":" + id + ",\"channelId\":1}]}";
  }

  private static String status(List<SocketOutlet.Frame> frames) {
    JsonNode said = JSON.readTree(frames.get(0).bytes());
    assertThat(said.get("op").asString()).isEqualTo("status");
    return said.get("message").asString();
  }

  @Test
  void onlyTheNewestRevisionOfTheNewestStepIsShown() {
    NewestRevision finals = new NewestRevision(false);
    NewestRevision all = new NewestRevision(true);
    double[][] at = walking(0);
    assertThat(finals.take(pose(5, 0, false, at))).isFalse();
    assertThat(all.take(pose(5, 0, false, at))).isTrue();
    assertThat(finals.take(pose(5, 1, true, at))).isTrue();
    assertThat(all.take(pose(5, 1, true, at))).isTrue();
    assertThat(all.take(pose(5, 1, true, at))).isFalse();
    assertThat(all.take(pose(5, 0, false, at))).isFalse();
    assertThat(all.take(pose(4, 3, true, at))).isFalse();
    assertThat(all.take(pose(9000, 0, true, at))).isTrue();
    assertThat(all.take(pose(8500, 0, true, at))).isFalse();
    assertThat(all.take(pose(3, 0, true, at))).isTrue(); // data time began anew
    assertThat(all.take(pose(4, 0, true, at))).isTrue();
  }

  @Test
  void predictedPosesSaySoAndHeldJointsStay() {
    Prediction prediction = new Prediction();
    LivePose last = LivePose.of(pose(0, 0, true, walking(0)));
    for (int step = 0; step < 12; step++) {
      last = LivePose.predicted(pose(step, 0, true, walking(step / 100.0)), prediction, 30_000);
    }
    assertThat(last.predictedMicros()).isEqualTo(30_000);
    assertThat(last.atMicros()).isEqualTo(150_000);
    double[][] now = walking(0.11);
    double[][] then = walking(0.14);
    double[][] said = last.joints();
    for (Joint joint : List.of(Joint.HAND_R, Joint.FOOT_R, Joint.HEAD)) {
      int j = joint.ordinal();
      assertThat(distance(said[j], then[j])).isLessThan(0.6 * distance(now[j], then[j]));
    }
    assertThat(said[12]).startsWith(now[12][0], now[12][1], now[12][2]); // held
    Map<String, List<Object>> osc = messages(new OscPose().datagrams(last).get(0));
    assertThat(osc.get("/evpose/pose")).containsExactly("lab", 11L, 150_000L, 0, 1, 30_000);
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }
}
