package evpose.hybrid.djl;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.RobustTriangulator;
import evpose.triangulation.Triangulator;
import java.util.List;

/**
 * Places joints by geometry and moves them to where a temporal network, which has seen the last
 * steps of the body as well, says they are. Causal: only the past enters, and of that only a
 * window's length, so whoever has seen the last {@link #frames} steps says the same.
 *
 * <p>Needs the cameras that its network was trained on. One serves several bodies, each with a
 * {@link Track} of its own. Not thread-safe.
 */
public final class LearnedTriangulator implements AutoCloseable {
  /** How far numbers of one camera's matrix may lie from the trained one's. */
  private static final double SAME = 1e-9;

  private final TemporalBundle bundle;
  private final TrainableTemporal network;
  private final Triangulator geometry = new RobustTriangulator();

  public LearnedTriangulator(TemporalBundle bundle) {
    this.bundle = bundle;
    network = new TrainableTemporal(bundle.description(), bundle.tensors(), 1, 0);
  }

  /** Steps that an answer depends on, the newest one included. */
  public int frames() {
    return bundle.description().frames();
  }

  /** Whether these are the cameras that the network knows, in its order. */
  public boolean knows(List<ProjectionCamera> cameras) {
    if (cameras.size() != bundle.cameras().size()) {
      return false;
    }
    for (int i = 0; i < cameras.size(); i++) {
      double[] theirs = cameras.get(i).worldToImage();
      double[] own = bundle.cameras().get(i).worldToImage();
      for (int k = 0; k < own.length; k++) {
        if (!(Math.abs(theirs[k] - own[k]) <= SAME * (1 + Math.abs(own[k])))) {
          return false;
        }
      }
    }
    return true;
  }

  /** A body that nobody has seen yet. */
  public Track open() {
    return new Track();
  }

  @Override
  public void close() {
    network.close();
  }

  /** One body through time. */
  public final class Track {
    private final float[][] past = new float[frames()][0];
    private final Joints3d placed = new Joints3d();
    private final float[] window = new float[bundle.description().channels() * frames()];
    private final double[] centreMm = new double[3];
    private long seen;

    private Track() {}

    /**
     * Takes in the next step; each step once, those without any joint as well.
     *
     * @param views in the order of the network's cameras
     */
    public void see(List<Joints2d> views) {
      geometry.triangulate(bundle.cameras(), views, placed);
      past[(int) (seen % past.length)] = TemporalInput.frame(views, placed);
      seen++;
    }

    /**
     * Places the joints of the newest step.
     *
     * @param out (out) what geometry says, joints moved; a joint that geometry does not place stays
     *     missing
     * @throws IllegalStateException before the first step
     */
    public void place(Joints3d out) {
      if (seen == 0) {
        throw new IllegalStateException("no step was seen yet");
      }
      out.copyFrom(placed);
      int oldest = (int) Math.min(seen, past.length) - 1;
      boolean anybody =
          TemporalInput.window(
              back -> past[Math.floorMod(seen - 1 - Math.min(back, oldest), past.length)],
              past.length,
              window,
              0,
              centreMm);
      if (anybody) {
        move(network.run(window, 1), out);
      }
    }

    private void move(float[] told, Joints3d out) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        if (out.present(j)) {
          out.move(
              j,
              centreMm[0] + TemporalInput.UNIT_MM * told[3 * j],
              centreMm[1] + TemporalInput.UNIT_MM * told[3 * j + 1],
              centreMm[2] + TemporalInput.UNIT_MM * told[3 * j + 2]);
        }
      }
    }
  }
}
