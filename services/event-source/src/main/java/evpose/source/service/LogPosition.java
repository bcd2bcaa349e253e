package evpose.source.service;

import evpose.events.EventPacket;
import evpose.messages.RigMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where in data time and sequence a feed goes on, so that a rig's log stays one log however often
 * its publisher starts: sequence numbers never repeat and data time never turns back.
 *
 * @param firstStep the grid index that the feed's step 0 gets
 * @param nextSequences each camera's next sequence number, in the rig's order
 */
record LogPosition(long firstStep, List<Long> nextSequences) {
  /**
   * A feed that goes on begins at a multiple of this, and at least half of it after the last
   * packet: farther than any network remembers, and the slicer takes it for a leap instead of
   * filling it with empty steps.
   */
  static final long ROUND_STEPS = 10_000;

  LogPosition {
    nextSequences = List.copyOf(nextSequences);
  }

  /**
   * The position after the last packets of a rig.
   *
   * @param last each camera's last packet by the camera's name; cameras without one are absent
   */
  static LogPosition after(RigMessage rig, Map<String, EventPacket> last) {
    long end = last.values().stream().mapToLong(EventPacket::endMicros).max().orElse(-1);
    long endStep = end < 0 ? 0 : end / rig.stepMicros();
    long firstStep =
        end < 0 ? 0 : (endStep + ROUND_STEPS + ROUND_STEPS / 2 - 1) / ROUND_STEPS * ROUND_STEPS;
    List<Long> sequences = new ArrayList<>();
    rig.cameras()
        .forEach(
            c -> {
              EventPacket packet = last.get(c.id());
              sequences.add(packet == null ? 0 : packet.sequence() + 1);
            });
    return new LogPosition(firstStep, sequences);
  }
}
