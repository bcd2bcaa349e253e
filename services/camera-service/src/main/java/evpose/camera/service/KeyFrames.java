package evpose.camera.service;

import evpose.hybrid.KeyFramePolicy;
import evpose.messages.RigMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often a rig's ANNs run: as the rig's own policy says ({@code fixed-10}: every ten steps), or
 * else as this service is set.
 *
 * @param defaultMillis period for rigs that name no policy
 * @param delaySteps so many steps later their answer counts
 */
record KeyFrames(int defaultMillis, int delaySteps) {
  private static final Pattern FIXED = Pattern.compile("fixed-([0-9]{1,4})");

  /** Why the rig's policy cannot be followed, or null when it can. */
  TaskCameras.@Nullable Refusal refusal(RigMessage rig) {
    if (rig.policy().isEmpty()) {
      return null;
    }
    Matcher fixed = FIXED.matcher(rig.policy());
    if (fixed.matches()) {
      long millis = Long.parseLong(fixed.group(1)) * rig.stepMicros() / 1000;
      if (millis >= 1 && millis <= CameraSettings.MAX_KEY_FRAME_MILLIS) {
        return null;
      }
    }
    return new TaskCameras.Refusal(
        "unknown-policy",
        "a rig's policy must be fixed-N with a key frame at least every "
            + CameraSettings.MAX_KEY_FRAME_MILLIS
            + " ms, or empty: rig="
            + rig.rig()
            + ", policy="
            + rig.policy());
  }

  /** When the key frames of one of a rig's cameras fall; not for a rig that is refused. */
  KeyFramePolicy ofCamera(RigMessage rig, int camera) {
    int period = periodSteps(rig);
    return KeyFramePolicy.ofCamera(period, delaySteps(rig), camera, rig.cameras().size());
  }

  /** A delay that does not fit the period is cut down to what does. */
  int delaySteps(RigMessage rig) {
    return Math.min(delaySteps, periodSteps(rig) - 1);
  }

  /** Steps from one key frame to the next, of a rig that is not refused. */
  int periodSteps(RigMessage rig) {
    Matcher fixed = FIXED.matcher(rig.policy());
    if (fixed.matches()) {
      return Integer.parseInt(fixed.group(1));
    }
    return (int) Math.max(1, defaultMillis * 1000L / rig.stepMicros());
  }
}
