package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.List;

/**
 * The point closest to all viewing rays, in the least squares sense; every view weighs alike.
 *
 * <pre>
 *   (Σ I - d dᵀ) X = Σ (I - d dᵀ) c        c camera centre, d unit direction of the ray through the pixel
 * </pre>
 *
 * The covariance is that of the views' noise at the point. Allocates nothing. Not thread-safe.
 *
 * @see "Aydin et al. 2024, section 4.3: geometric triangulation"
 */
public final class RayIntersection implements Triangulator {
  private final ClosestPoint closest = new ClosestPoint();
  private final Scratch scratch = new Scratch(PixelNoise.DEFAULT);

  @Override
  public void triangulate(List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    Triangulator.checkSameLength(cameras, views);
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      int n = scratch.take(cameras, views, j);
      if (n < MIN_VIEWS) {
        out.reject(j, Verdict.TOO_FEW_VIEWS);
      } else if (!closest.solve(scratch, false)) {
        out.reject(j, Verdict.VIEWS_NEARLY_PARALLEL);
      } else {
        scratch.finish(j, n, out);
      }
    }
  }
}
