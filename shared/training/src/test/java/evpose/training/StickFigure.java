package evpose.training;

import evpose.camera.CameraRig;
import evpose.datasets.TakeFile;
import evpose.events.EventBuffer;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A scene that is cheap to play and learnable: a stick figure that sways, whose bones make events
 * in proportion to nothing but chance, ON on the right side of the body and OFF on the left.
 */
public final class StickFigure implements TakeFile.Scene {
  private static final double[][] STANDING_MM = {
    {0, 0, 1700}, {-180, 0, 1450}, {180, 0, 1450}, {-300, 0, 1200}, {300, 0, 1200},
    {-120, 0, 950}, {120, 0, 950}, {-380, 0, 950}, {380, 0, 950}, {-140, 0, 500},
    {140, 0, 500}, {-150, 0, 60}, {150, 0, 60}
  };
  private static final int EVENTS_PER_STEP = 400;
  private static final int POINTS_A_BONE = 80;

  private final CameraRig rig;
  private final SplittableRandom random;
  private final double phase;
  private final List<EventBuffer> events = new ArrayList<>();
  private final double[] joints = new double[39];
  private final int frameEverySteps;
  private int step = -1;

  public StickFigure(CameraRig rig, long seed) {
    this(rig, seed, 0, 0);
  }

  /** With a frame every ten steps: bones on black, the right side of the body white, else grey. */
  public static StickFigure filmed(CameraRig rig, long seed) {
    return filmed(rig, seed, 0);
  }

  /**
   * The same.
   *
   * @param skipped numbers of chance: another count gives other events of the same motion
   */
  public static StickFigure filmed(CameraRig rig, long seed, int skipped) {
    return new StickFigure(rig, seed, 10, skipped);
  }

  private StickFigure(CameraRig rig, long seed, int frameEverySteps, int skipped) {
    this.rig = rig;
    this.frameEverySteps = frameEverySteps;
    random = new SplittableRandom(seed);
    phase = random.nextDouble() * 6;
    for (int i = 0; i < skipped; i++) {
      random.nextLong();
    }
    rig.cameras().forEach(camera -> events.add(new EventBuffer()));
  }

  @Override
  public void next() {
    step++;
    stand(step, joints);
    for (int c = 0; c < events.size(); c++) {
      EventBuffer buffer = events.get(c);
      buffer.clear();
      double[] pixel = new double[2];
      for (int i = 0; i < EVENTS_PER_STEP; i++) {
        Skeleton.Bone bone = Skeleton.BONES.get(random.nextInt(Skeleton.BONES.size()));
        int from = 3 * bone.from().ordinal();
        int to = 3 * bone.to().ordinal();
        double f = random.nextDouble();
        double[] p = new double[3];
        for (int k = 0; k < 3; k++) {
          p[k] = (1 - f) * joints[from + k] + f * joints[to + k];
        }
        rig.cameras().get(c).project(p[0], p[1], p[2], pixel);
        if (rig.cameras().get(c).sees(pixel[0], pixel[1])) {
          long micros = step * 10_000L + 2 * (5_000L * i / EVENTS_PER_STEP); // takes count in 2 µs
          buffer.add((int) pixel[0], (int) pixel[1], micros, p[0] < joints[0] ? 1 : 0);
        }
      }
    }
  }

  private void stand(int step, double[] out) {
    double t = phase + 0.05 * step;
    for (int j = 0; j < 13; j++) {
      out[3 * j] = STANDING_MM[j][0] + 250 * Math.sin(t) + 20 * Math.sin(1.7 * t + j);
      out[3 * j + 1] = STANDING_MM[j][1] + 200 * Math.cos(0.7 * t);
      out[3 * j + 2] = STANDING_MM[j][2] + 30 * Math.sin(1.3 * t + j);
    }
  }

  @Override
  public List<EventBuffer> events() {
    return events;
  }

  @Override
  public double[] jointsInWorldMm() {
    return joints;
  }

  @Override
  public int frameEverySteps() {
    return frameEverySteps;
  }

  @Override
  public byte[] frame(int camera) {
    byte[] pixels = new byte[346 * 260];
    double[] then = new double[39];
    stand(step + 1, then);
    double[] pixel = new double[2];
    for (Skeleton.Bone bone : Skeleton.BONES) {
      for (int i = 0; i <= POINTS_A_BONE; i++) {
        double f = (double) i / POINTS_A_BONE;
        double[] p = new double[3];
        for (int k = 0; k < 3; k++) {
          int from = 3 * bone.from().ordinal() + k;
          p[k] = (1 - f) * then[from] + f * then[3 * bone.to().ordinal() + k];
        }
        rig.cameras().get(camera).project(p[0], p[1], p[2], pixel);
        if (rig.cameras().get(camera).sees(pixel[0], pixel[1])) {
          pixels[(int) pixel[1] * 346 + (int) pixel[0]] = (byte) (p[0] < then[0] ? 255 : 120);
        }
      }
    }
    return pixels;
  }
}
