package evpose.cli.audit;

import evpose.events.window.ShedPolicy;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a rig's cameras gave up, as {@code poses-2d} says. */
final class ShedSteps {
  private static final int MOST = 100_000;
  private static final String MARK = "\"source\":\"shed\"";

  private ShedSteps() {}

  /**
   * All decisions, by camera, as they were published.
   *
   * @throws IllegalStateException when there are more than are held at once
   */
  static Map<String, List<ShedPolicy.Steps>> read(LogScan scan, RigMessage rig) {
    byte[] key = Keys.of(rig.rig());
    Map<String, List<ShedPolicy.Steps>> shed = new HashMap<>();
    int[] size = {0};
    for (LogScan.Range range : scan.ranges(Topics.POSES_2D)) {
      scan.read(
          range,
          record -> {
            if (Arrays.equals(record.key(), key) && record.value() != null) {
              add(record.value(), shed, size);
            }
            return true;
          });
    }
    return shed;
  }

  private static void add(byte[] value, Map<String, List<ShedPolicy.Steps>> shed, int[] size) {
    if (!new String(value, StandardCharsets.UTF_8).contains(MARK)) {
      return; // most are poses, and decoding takes longer than looking
    }
    try {
      Pose2dMessage pose = Json.decode(value, Pose2dMessage.class);
      if (pose.isShed()) {
        shed.computeIfAbsent(pose.camera(), c -> new ArrayList<>())
            .add(new ShedPolicy.Steps(pose.step(), pose.lastStep()));
        size[0]++;
      }
    } catch (MalformedMessageException e) {
      return; // whoever reads the poses says so
    }
    if (size[0] > MOST) {
      throw new IllegalStateException(
          "more decisions to give up steps than are held at once: most=" + MOST);
    }
  }
}
