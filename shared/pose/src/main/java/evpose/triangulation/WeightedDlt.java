package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.List;

/**
 * The direct linear transform, weighted by confidence: fast, without a start value, and at the
 * mercy of its worst view.
 *
 * <pre>
 *   c · (u P₃ - P₁) [X 1]ᵀ = 0,   c · (v P₃ - P₂) [X 1]ᵀ = 0         each row scaled so that it measures mm from a plane
 * </pre>
 *
 * Solved for X itself, not up to scale: a body is never at infinity. Lens distortion is undone
 * first. The covariance takes the views' noise to be {@link PixelNoise}. Allocates nothing. Not
 * thread-safe.
 *
 * @see "Hartley and Zisserman 2004, section 12.2: inhomogeneous linear triangulation"
 */
public final class WeightedDlt implements Triangulator {
  private final LinearStart start = new LinearStart();
  private final Scratch scratch = new Scratch(PixelNoise.DEFAULT);

  @Override
  public void triangulate(List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    Triangulator.checkSameLength(cameras, views);
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      int n = scratch.take(cameras, views, j);
      if (n < MIN_VIEWS) {
        out.reject(j, Verdict.TOO_FEW_VIEWS);
      } else if (!start.solve(scratch)) {
        out.reject(j, Verdict.VIEWS_NEARLY_PARALLEL);
      } else {
        scratch.finish(j, n, out);
      }
    }
  }
}
