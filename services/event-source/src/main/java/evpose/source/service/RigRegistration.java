package evpose.source.service;

import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.List;

/** How the rig of a feed stands in the table of rigs before its first packet. */
final class RigRegistration {
  private RigRegistration() {}

  /**
   * How the feed's rig is registered: as it is when its cameras and grid are the same, so that a
   * map of partitions made by hand stays; newly placed beside the others when not.
   *
   * @param model that a rig newly placed runs on, a shipped one's name; empty leaves the choice to
   *     camera-service
   * @param policy of key frames; empty leaves the choice to camera-service
   */
  static RigMessage plan(
      EventFeed.Rig feed, String model, String policy, List<RigMessage> registered) {
    List<RigCamera> cameras =
        feed.cameras().stream()
            .map(c -> new RigCamera(c.id(), c.sensor().width(), c.sensor().height(), 0))
            .toList();
    for (RigMessage known : registered) {
      if (known.rig().equals(feed.name())
          && sameCameras(known, cameras)
          && known.stepMicros() == feed.stepMicros()) {
        return policy.isEmpty() ? known : known.withPolicy(policy);
      }
    }
    return RigMessage.placed(feed.name(), cameras, feed.stepMicros(), model, policy, registered);
  }

  private static boolean sameCameras(RigMessage known, List<RigCamera> cameras) {
    if (known.cameras().size() != cameras.size()) {
      return false;
    }
    for (int c = 0; c < cameras.size(); c++) {
      RigCamera a = known.cameras().get(c);
      RigCamera b = cameras.get(c);
      if (!a.id().equals(b.id()) || a.width() != b.width() || a.height() != b.height()) {
        return false;
      }
    }
    return true;
  }
}
