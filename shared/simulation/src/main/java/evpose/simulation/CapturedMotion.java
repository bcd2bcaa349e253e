package evpose.simulation;

import evpose.simulation.body.BodyPose;
import evpose.simulation.mocap.CapturedBody;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Real human motion from a BVH file, or from an AMC file and its ASF skeleton, worn by a simulated
 * body: the file's directions and turns, the subject's own lengths. Joints are found by their
 * names, see {@link evpose.simulation.mocap}.
 *
 * <p>The person faces -y on average and stays in view: their place is centred on the world's origin
 * and bent into ±{@value #ROOM_MM} mm in x and y, so someone who walks away goes on as on a
 * treadmill. Feet are on the ground unless both leave it. At its end the file flows into its
 * beginning within 0.7 s and goes on; a file shorter than 1.4 s plays without flowing.
 */
public final class CapturedMotion implements Motion {
  /** How far from the origin the pelvis may go, mm. */
  static final double ROOM_MM = 300;

  private static final double FLOW_SECONDS = 0.7;

  private final CapturedBody body;
  private final double flowSeconds;
  private final double periodSeconds;
  private final BodyPose before = new BodyPose();
  private final BodyPose after = new BodyPose();
  private final BodyPose ending = new BodyPose();
  private final BodyPose beginning = new BodyPose();

  private CapturedMotion(CapturedBody body) {
    this.body = body;
    double seconds = (body.frames() - 1) * body.frameSeconds();
    flowSeconds = seconds >= 2 * FLOW_SECONDS ? FLOW_SECONDS : 0;
    periodSeconds = seconds - flowSeconds;
  }

  /**
   * Opens a motion by its ending: .bvh, or .amc with its .asf beside it (03.asf or 03_01.asf for
   * 03_01.amc, or the only one in the folder).
   *
   * @throws evpose.simulation.mocap.MotionFormatException when the file is broken, has another
   *     ending or no skeleton, or names too few of a body's joints; the message lists those that
   *     are missing and those that are there
   */
  public static CapturedMotion open(Path file) throws IOException {
    return new CapturedMotion(CapturedBody.open(file));
  }

  /**
   * Opens an AMC motion of an ASF skeleton that lies anywhere.
   *
   * @throws evpose.simulation.mocap.MotionFormatException as {@link #open(Path)}
   */
  public static CapturedMotion open(Path skeleton, Path motion) throws IOException {
    return new CapturedMotion(CapturedBody.readAmc(skeleton, motion));
  }

  @Override
  public String name() {
    return body.name();
  }

  /** How long the file plays before it begins anew, seconds. */
  public double periodSeconds() {
    return periodSeconds;
  }

  @Override
  public void poseAt(double seconds, BodyPose out) {
    double t = periodSeconds > 0 ? seconds % periodSeconds : 0;
    if (seconds < periodSeconds || t >= flowSeconds) {
      captured(t, out);
    } else {
      captured(periodSeconds + t, ending);
      captured(t, beginning);
      out.blend(ending, beginning, Waves.rise(0, 1, t / flowSeconds));
    }
    out.place(intoRoom(out.xMm()), intoRoom(out.yMm()), out.clearanceMm());
  }

  private void captured(double seconds, BodyPose out) {
    double frame = Math.min(seconds / body.frameSeconds(), body.frames() - 1.0);
    int first = (int) frame;
    body.poseAt(first, before);
    body.poseAt(Math.min(first + 1, body.frames() - 1), after);
    out.blend(before, after, frame - first);
  }

  private static double intoRoom(double mm) {
    return ROOM_MM * StrictMath.tanh(mm / ROOM_MM);
  }
}
