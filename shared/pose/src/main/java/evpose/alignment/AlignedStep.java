package evpose.alignment;

import java.util.Map;

/**
 * What the cameras of a rig said about one step.
 *
 * @param step index on the rig's time grid
 * @param revision 0 for the first word on this step, then counting up; the highest wins
 * @param isFinal whether no later revision will follow
 * @param views by camera, in the rig's order; cameras that are missing are absent
 */
public record AlignedStep<V>(long step, int revision, boolean isFinal, Map<String, V> views) {}
