package evpose.exports;

import evpose.messages.Keypoint3d;
import evpose.pose.Joint;
import java.util.ArrayList;
import java.util.List;

/**
 * A pose as one OSC bundle. World frame, mm, z up; joints that are missing are not spoken of.
 *
 * <pre>
 *   /evpose/pose    s rig, h step, h µs of data time, i revision, i 1 when final, i µs predicted
 *   /evpose/JOINT   f x, f y, f z, f confidence, i steps since it was seen      JOINT as in head, shoulderR, ...
 * </pre>
 */
public final class OscPose implements DatagramOutlet {
  @Override
  public List<byte[]> datagrams(LivePose live) {
    List<byte[]> messages = new ArrayList<>();
    messages.add(
        Osc.message(
            "/evpose/pose",
            live.pose().rig(),
            live.pose().step(),
            live.atMicros(),
            live.pose().revision(),
            live.pose().isFinal() ? 1 : 0,
            live.predictedMicros()));
    for (Joint joint : Joint.values()) {
      Keypoint3d k = live.pose().joints().get(joint.ordinal());
      if (k.present()) {
        messages.add(
            Osc.message(
                "/evpose/" + joint.label(),
                (float) k.x(),
                (float) k.y(),
                (float) k.z(),
                (float) k.confidence(),
                k.ageSteps()));
      }
    }
    return List.of(Osc.bundle(messages));
  }
}
