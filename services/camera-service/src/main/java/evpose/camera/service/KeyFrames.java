package evpose.camera.service;

import evpose.hybrid.KeyFramePolicy;
import evpose.hybrid.KeyFrameRule;
import evpose.messages.RigMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a rig's ANNs run: as the rig's own policy says (see {@link KeyFrameRule}), or else as
 * this service is set.
 *
 * @param defaultMillis period for rigs that name no policy
 * @param delaySteps so many steps later their answer counts
 */
record KeyFrames(int defaultMillis, int delaySteps) {

  /** Why the rig's policy cannot be followed, or null when it can. */
  TaskCameras.@Nullable Refusal refusal(RigMessage rig) {
    if (rig.policy().isEmpty()) {
      return null;
    }
    Optional<KeyFrameRule> rule = KeyFrameRule.of(rig.policy());
    if (rule.isPresent()) {
      long millis = rule.get().periodSteps() * rig.stepMicros() / 1000;
      if (millis >= 1 && millis <= CameraSettings.MAX_KEY_FRAME_MILLIS) {
        return null;
      }
    }
    return new TaskCameras.Refusal(
        "unknown-policy",
        "a rig's policy must be fixed-N, or demand-N-eE-cC-kK-M, with or without -roi at the end, with"
            + " a key frame at least every "
            + CameraSettings.MAX_KEY_FRAME_MILLIS
            + " ms, or empty: rig="
            + rig.rig()
            + ", policy="
            + rig.policy());
  }

  /** When the key frames of one of a rig's cameras fall; not for a rig that is refused. */
  KeyFramePolicy ofCamera(RigMessage rig, int camera) {
    return rule(rig).ofCamera(delaySteps(rig), camera, rig.cameras().size());
  }

  /** A delay that does not fit the period is cut down to what does. */
  int delaySteps(RigMessage rig) {
    return Math.min(delaySteps, rule(rig).longestDelaySteps());
  }

  /** Steps from one key frame to the next that is due, of a rig that is not refused. */
  int periodSteps(RigMessage rig) {
    return rule(rig).periodSteps();
  }

  private KeyFrameRule rule(RigMessage rig) {
    return KeyFrameRule.of(rig.policy())
        .orElseGet(
            () -> KeyFrameRule.fixed((int) Math.max(1, defaultMillis * 1000L / rig.stepMicros())));
  }
}
