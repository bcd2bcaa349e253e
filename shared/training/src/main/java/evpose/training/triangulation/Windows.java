package evpose.training.triangulation;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.temporal.TemporalInput;
import evpose.training.Thinning;
import evpose.triangulation.RobustTriangulator;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * Takes as a temporal network reads them, and the windows that are cut out of them. Each step is
 * placed by geometry once, when it is loaded.
 */
final class Windows {
  /** The first step of a take whose window is used: before the second key frame nobody is seen. */
  static final int FIRST_STEP = 10;

  /**
   * A take, ready to be cut.
   *
   * @param frames by step, see {@link TemporalInput#frame}
   */
  record Track(EstimatedTake take, float[][] frames) {}

  /** A window, by its newest step. */
  record Window(Track track, int step) {}

  private final List<Track> tracks = new ArrayList<>();
  private final int frames;

  /**
   * @param frames of a window
   * @param subjects who takes part
   */
  Windows(List<EstimatedTake> takes, int frames, IntPredicate subjects) {
    this.frames = frames;
    for (EstimatedTake take : takes) {
      if (subjects.test(take.subject())) {
        tracks.add(track(take));
      }
    }
  }

  static Track track(EstimatedTake take) {
    List<ProjectionCamera> cameras = cameras(take);
    List<Joints2d> views = new ArrayList<>();
    for (int c = 0; c < cameras.size(); c++) {
      views.add(new Joints2d());
    }
    RobustTriangulator geometry = new RobustTriangulator();
    Joints3d placed = new Joints3d();
    float[][] frames = new float[take.steps()][];
    for (int step = 0; step < take.steps(); step++) {
      for (int c = 0; c < views.size(); c++) {
        take.get(c, step, views.get(c));
      }
      geometry.triangulate(cameras, views, placed);
      frames[step] = TemporalInput.frame(views, placed);
    }
    return new Track(take, frames);
  }

  /** The cameras that were looked through, of DHP19's rig. */
  static List<ProjectionCamera> cameras(EstimatedTake take) {
    CameraRig rig = Dhp19Rig.rig();
    List<ProjectionCamera> cameras = new ArrayList<>();
    for (int index : take.cameras()) {
      cameras.add(rig.cameras().get(index));
    }
    return cameras;
  }

  int takes() {
    return tracks.size();
  }

  /** A window by chance. */
  Window draw(SplittableRandom random) {
    Track track = tracks.get(random.nextInt(tracks.size()));
    int step = FIRST_STEP + random.nextInt(track.take.steps() - FIRST_STEP);
    return new Window(track, step);
  }

  /** Windows to measure with, evenly over all takes; every seventh step, so all of a key frame. */
  List<Window> evenly(int most) {
    List<Window> all = new ArrayList<>();
    for (Track track : tracks) {
      for (int step = 2 * FIRST_STEP; step < track.take.steps(); step += 7) {
        all.add(new Window(track, step));
      }
    }
    return Thinning.evenly(all, most);
  }

  /**
   * Cuts a window out.
   *
   * @param out [..][channels][frames], written from {@code at} on
   * @param centreMm (out) the body's centre
   * @return false when nobody was placed in it
   */
  boolean cut(Window window, float[] out, int at, double[] centreMm) {
    float[][] all = window.track.frames;
    int last = window.step;
    return TemporalInput.window(back -> all[Math.max(0, last - back)], frames, out, at, centreMm);
  }

  /** Where the joints are at the window's newest step, from the centre, in the input's unit. */
  static void target(Window window, double[] centreMm, float[] out, int at) {
    float[] world = window.track.take.worldMm();
    for (int i = 0; i < EstimatedTake.ROOM; i++) {
      double mm = world[window.step * EstimatedTake.ROOM + i] - centreMm[i % 3];
      out[at + i] = (float) (mm / TemporalInput.UNIT_MM);
    }
  }
}
