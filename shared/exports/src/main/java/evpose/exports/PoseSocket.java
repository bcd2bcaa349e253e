package evpose.exports;

import evpose.messages.Keypoint3d;
import evpose.pose.Joint;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plain JSON over WebSocket: the skeleton once, then a message a pose. World frame, mm, z up.
 *
 * <pre>
 *   {"type":"skeleton","version":1,"rig":"lab","unit":"mm","up":"z","joints":["head",...],"bones":[[0,1],...]}
 *   {"type":"pose","step":7,"endMicros":80000,"revision":0,"final":true,"predictedMicros":0,
 *    "joints":[[x,y,z,confidence],null,...],"ageSteps":[0,...],"flags":{"footL":"held"}}
 * </pre>
 */
public final class PoseSocket implements SocketOutlet {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double DIGITS = 1000;

  private final Frame skeleton;
  private @Nullable LivePose last;
  private List<Frame> lastFrames = List.of();

  /**
   * @param rig whose poses
   */
  public PoseSocket(String rig) {
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("type", "skeleton");
    hello.put("version", 1);
    hello.put("rig", rig);
    hello.put("unit", "mm");
    hello.put("up", "z");
    List<String> names = new ArrayList<>();
    for (Joint joint : Joint.values()) {
      names.add(joint.label());
    }
    hello.put("joints", names);
    hello.put(
        "bones",
        Skeleton.BONES.stream().map(b -> List.of(b.from().ordinal(), b.to().ordinal())).toList());
    skeleton = new Frame(true, JSON.writeValueAsBytes(hello));
  }

  @Override
  public @Nullable String subprotocol() {
    return null;
  }

  @Override
  public Session open() {
    return new Session() {
      @Override
      public List<Frame> greeting() {
        return List.of(skeleton);
      }

      @Override
      public List<Frame> received(String text) {
        return List.of(); // there is nothing to ask for
      }

      @Override
      public List<Frame> pose(LivePose pose) {
        return frames(pose);
      }
    };
  }

  @SuppressWarnings(
      "ReferenceEquality") // the same object is the same pose; others are written anew
  private List<Frame> frames(LivePose live) {
    if (live != last) {
      last = live;
      lastFrames = List.of(new Frame(true, JSON.writeValueAsBytes(message(live))));
    }
    return lastFrames;
  }

  private static Map<String, Object> message(LivePose live) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "pose");
    message.put("step", live.pose().step());
    message.put("endMicros", live.pose().endMicros());
    message.put("revision", live.pose().revision());
    message.put("final", live.pose().isFinal());
    message.put("predictedMicros", live.predictedMicros());
    List<double @Nullable []> joints = new ArrayList<>();
    List<Integer> ages = new ArrayList<>();
    Map<String, String> flags = new LinkedHashMap<>();
    for (Joint joint : Joint.values()) {
      Keypoint3d k = live.pose().joints().get(joint.ordinal());
      joints.add(
          k.present()
              ? new double[] {round(k.x()), round(k.y()), round(k.z()), round(k.confidence())}
              : null);
      ages.add(k.ageSteps());
      String flag = k.flag();
      if (flag != null) {
        flags.put(joint.label(), flag);
      }
    }
    message.put("joints", joints);
    message.put("ageSteps", ages);
    message.put("flags", flags);
    return message;
  }

  private static double round(double value) {
    return Math.rint(value * DIGITS) / DIGITS;
  }
}
