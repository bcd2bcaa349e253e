package evpose.cli.doctor;

import evpose.messages.Json;
import evpose.messages.Keypoint3d;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Do poses follow the events, in 2D and 3D, how far behind, and of the network that is meant? */
final class PosesLink {
  private static final int ENOUGH_A_CAMERA = 20;
  private static final long ODD_BEHIND_MICROS = 1_000_000;
  private static final long BROKEN_BEHIND_MICROS = 5_000_000;

  private final Visit visit;
  private final Optional<String> model;
  private final Chart chart;
  private final GroupLag lag;

  /**
   * @param model sha256 of the network that is meant
   */
  PosesLink(Visit visit, Optional<String> model, Chart chart) {
    this.visit = visit;
    this.model = model;
    this.chart = chart;
    lag = new GroupLag(visit);
  }

  void look() {
    if (visit.events.isEmpty()) {
      chart.skip("poses-2d", "not looked at: no events could be read");
      chart.skip("poses-3d", "not looked at: no events could be read");
      return;
    }
    for (RigMessage rig : visit.rigs.values()) {
      Map<String, CameraTail> events = visit.events.getOrDefault(rig.rig(), Map.of());
      if (events.values().stream().allMatch(CameraTail::isEmpty)) {
        continue;
      }
      try {
        Map<String, Pose2dMessage> newest = newest(rig);
        views(rig, events, newest);
        bodies(rig, newest);
      } catch (KafkaException | IllegalStateException e) {
        chart.fail(
            "poses-2d",
            rig.rig(),
            "the poses cannot be read: " + Deepest.of(e),
            "grant READ on poses-2d and poses-3d: ./evpose acl");
      }
    }
  }

  /** The newest 2D pose of each camera. */
  private Map<String, Pose2dMessage> newest(RigMessage rig) {
    int enough = ENOUGH_A_CAMERA * rig.cameras().size();
    Map<String, Pose2dMessage> newest = new HashMap<>();
    for (Pose2dMessage pose : messages(Topics.POSES_2D, rig, enough, Pose2dMessage.class)) {
      newest.merge(pose.camera(), pose, (a, b) -> b);
    }
    return newest;
  }

  private <T> List<T> messages(String topic, RigMessage rig, int enough, Class<T> type) {
    byte[] key = Keys.of(rig.rig());
    List<T> messages = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        visit.tail(
            topic,
            rig.posesPartition(),
            records ->
                records.stream().filter(r -> Arrays.equals(r.key(), key)).count() >= enough)) {
      if (record.value() != null && Arrays.equals(record.key(), key)) {
        try {
          messages.add(Json.decode(record.value(), type));
        } catch (MalformedMessageException e) {
          chart.warn(
              topic,
              rig.rig(),
              "a record is no pose: partition="
                  + record.partition()
                  + ", offset="
                  + record.offset(),
              "find out who writes into topic " + topic);
        }
      }
    }
    return messages;
  }

  private void views(
      RigMessage rig, Map<String, CameraTail> events, Map<String, Pose2dMessage> newest) {
    if (newest.isEmpty()) {
      chart.fail(
          "poses-2d",
          rig.rig(),
          "events come, but no 2D pose: " + lag.words("evpose-camera", Topics.EVENTS),
          "start it: ./evpose run camera-service --bootstrap " + visit.what().bootstrap());
      return;
    }
    long behind = 0;
    String slowest = "";
    for (Map.Entry<String, CameraTail> camera : events.entrySet()) {
      if (camera.getValue().isEmpty()) {
        continue;
      }
      long closed = camera.getValue().newest().endMicros() / rig.stepMicros() * rig.stepMicros();
      Pose2dMessage pose = newest.get(camera.getKey());
      long its = pose == null ? closed : Math.max(0, closed - pose.endMicros());
      if (its >= behind) {
        behind = its;
        slowest = camera.getKey();
      }
    }
    judge("poses-2d", rig, behind, slowest, "evpose-camera", Topics.EVENTS);
    network(rig, newest);
  }

  private void judge(
      String link, RigMessage rig, long behindMicros, String slowest, String group, String input) {
    String says =
        Text.say(
            "%s of data behind%s; %s",
            Text.duration(behindMicros / 1000),
            slowest.isEmpty() ? "" : " (" + slowest + ")",
            lag.words(group, input));
    String service = group.replace("evpose-", "") + "-service";
    if (behindMicros >= BROKEN_BEHIND_MICROS) {
      chart.fail(
          link,
          rig.rig(),
          says,
          "start another instance (./evpose run "
              + service
              + " --bootstrap "
              + visit.what().bootstrap()
              + "), or give it more cores; ./evpose bench stream says what a camera needs");
    } else if (behindMicros >= ODD_BEHIND_MICROS) {
      chart.warn(link, rig.rig(), says, "look again in a minute: it should catch up");
    } else {
      chart.ok(link, rig.rig(), says);
    }
  }

  private void network(RigMessage rig, Map<String, Pose2dMessage> newest) {
    String made = newest.values().iterator().next().inputs().model();
    if (model.isPresent() && !model.get().equals(made)) {
      chart.warn(
          "model",
          rig.rig(),
          "its poses are made by another network than " + visit.what().model() + ": sha256 " + made,
          "say which is meant: ./evpose doctor --model FILE.json; or restart camera-service with"
              + " evpose.camera.model set");
    }
  }

  private void bodies(RigMessage rig, Map<String, Pose2dMessage> views) {
    if (rig.cameras().size() < 2) {
      chart.ok("poses-3d", rig.rig(), "none, and with one camera there is no depth to find");
      return;
    }
    if (!visit.calibrations.containsKey(rig.rig()) || views.isEmpty()) {
      chart.skip("poses-3d", "not looked at: without calibration and 2D poses there are none");
      return;
    }
    List<Pose3dMessage> poses =
        messages(Topics.POSES_3D, rig, ENOUGH_A_CAMERA, Pose3dMessage.class);
    if (poses.isEmpty()) {
      chart.fail(
          "poses-3d",
          rig.rig(),
          "2D poses come, but no 3D ones: " + lag.words("evpose-triangulation", Topics.POSES_2D),
          "start it: ./evpose run triangulation-service --bootstrap " + visit.what().bootstrap());
      return;
    }
    long newest = poses.stream().mapToLong(Pose3dMessage::endMicros).max().orElse(0);
    long answered =
        views.values().stream().mapToLong(Pose2dMessage::endMicros).max().orElse(newest);
    judge(
        "poses-3d",
        rig,
        Math.max(0, answered - newest),
        "",
        "evpose-triangulation",
        Topics.POSES_2D);
    placed(rig, poses);
  }

  /** How many joints have a place, and how many cameras had a view. */
  private void placed(RigMessage rig, List<Pose3dMessage> poses) {
    long joints = poses.stream().mapToLong(p -> p.joints().size()).sum();
    Map<String, Long> why = new HashMap<>();
    long there = 0;
    for (Pose3dMessage pose : poses) {
      for (Keypoint3d joint : pose.joints()) {
        there += joint.present() ? 1 : 0;
        if (!joint.present() && joint.flag() != null) {
          why.merge(joint.flag(), 1L, Long::sum);
        }
      }
    }
    if (2 * there < joints) {
      chart.warn(
          "poses-3d",
          rig.rig(),
          Text.say("%d of %d joints cannot be placed", joints - there, joints)
              + (why.isEmpty() ? ": too few views" : ": " + why),
          "see whether the calibration fits what the cameras see: ./evpose calibration audit FILE"
              + " --poses POSES.jsonl");
    }
    long incomplete = poses.stream().filter(p -> p.cameras().size() < p.camerasExpected()).count();
    if (2 * incomplete > poses.size()) {
      Pose3dMessage last = poses.get(poses.size() - 1);
      chart.warn(
          "poses-3d",
          rig.rig(),
          Text.say(
              "%d of %d poses lack views; the last was made of %s, %d of %d cameras",
              incomplete,
              poses.size(),
              last.cameras(),
              last.cameras().size(),
              last.camerasExpected()),
          "see which camera is silent or late, above");
    }
  }
}
