package evpose.temporal;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.RobustTriangulator;
import evpose.triangulation.Triangulator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places joints by geometry and moves them to where a temporal network, which has seen the last
 * steps of the body as well, says they are. Causal: only the past enters, and of that only a
 * window's length, so whoever has seen the last {@link #frames} steps says the same.
 *
 * <p>Needs the cameras that its network was trained on. One serves several bodies, each with a
 * {@link Track} of its own.
 */
public final class LearnedTriangulator {
  private final TemporalBundle bundle;
  private final TemporalEngine engine;
  private final Triangulator geometry = new RobustTriangulator();

  public LearnedTriangulator(TemporalBundle bundle) {
    this.bundle = bundle;
    engine = new TemporalEngine(bundle.description(), bundle.tensors());
  }

  /** Steps that an answer depends on, the newest one included. */
  public int frames() {
    return bundle.description().frames();
  }

  /** Multiply-accumulates of a pose, of the network alone. */
  public long macs() {
    return bundle.description().macs();
  }

  /** Name of the network's description and weights. */
  public String network() {
    return bundle.sha256();
  }

  /** Whether these are the cameras that the network knows, in its order. */
  public boolean knows(List<ProjectionCamera> cameras) {
    int[] order = bundle.order(cameras);
    for (int i = 0; order != null && i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return order != null;
  }

  /**
   * A body that nobody has seen yet.
   *
   * @param revisableSteps how many of the newest steps may be seen again, each then as it was seen
   *     last; at least 1
   */
  public Track open(int revisableSteps) {
    return new Track(revisableSteps);
  }

  /**
   * One body through time. A step that was never seen between others is one in which nobody was
   * there; before the oldest step of a window that was seen, the body is where that step has it.
   */
  public final class Track {
    private final Frame[] past;
    private final float[] window = new float[bundle.description().channels() * frames()];
    private final float[] nobody = TemporalInput.frame(absent(), new Joints3d());
    private final double[] centreMm = new double[3];
    private long newest = Long.MIN_VALUE;

    /** What was seen at a step. */
    private record Frame(long step, float[] numbers) {}

    private Track(int revisableSteps) {
      if (revisableSteps < 1) {
        throw new IllegalArgumentException(
            "the newest step can be seen: revisableSteps=" + revisableSteps);
      }
      past = new Frame[frames() + revisableSteps - 1];
    }

    private List<Joints2d> absent() {
      return bundle.cameras().stream().map(camera -> new Joints2d()).toList();
    }

    /**
     * Takes in a step, in any order; seen again, what is said now counts for it.
     *
     * @param views in the order of the network's cameras
     * @param out (out) what geometry says, joints moved; a joint that geometry does not place stays
     *     missing. A step that is older than the revisable ones is left as geometry has it.
     * @return whether the network ran
     */
    public boolean place(long step, List<Joints2d> views, Joints3d out) {
      see(step, views, out);
      if (step <= newest - (past.length - frames() + 1) || nonePresent(out)) {
        return false;
      }
      long oldest = step;
      for (long at = step - frames() + 1; at < step; at++) {
        if (seenAt(at) != null) {
          oldest = at;
          break;
        }
      }
      long first = oldest;
      boolean anybody =
          TemporalInput.window(
              back -> numbers(Math.max(first, step - back)), frames(), window, 0, centreMm);
      if (anybody) {
        move(engine.run(window), out);
      }
      return anybody;
    }

    /** Takes in a step whose own joints nobody asks the network for. */
    public void see(long step, List<Joints2d> views, Joints3d out) {
      geometry.triangulate(bundle.cameras(), views, out);
      newest = Math.max(newest, step);
      if (step > newest - past.length) {
        past[slot(step)] = new Frame(step, TemporalInput.frame(views, out));
      }
    }

    private int slot(long step) {
      return (int) Math.floorMod(step, (long) past.length);
    }

    private @Nullable Frame seenAt(long step) {
      Frame frame = past[slot(step)];
      return frame != null && frame.step == step ? frame : null;
    }

    private float[] numbers(long step) {
      Frame frame = seenAt(step);
      return frame == null ? nobody : frame.numbers;
    }

    private static boolean nonePresent(Joints3d joints) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        if (joints.present(j)) {
          return false;
        }
      }
      return true;
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
