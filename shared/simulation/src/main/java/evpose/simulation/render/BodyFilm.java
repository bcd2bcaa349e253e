package evpose.simulation.render;

import evpose.camera.ProjectionCamera;

/**
 * One camera's pictures of a body on the move. Time goes in takes of {@link #STRIDES} strides. The
 * body is looked at in the middle and at the end of each stride; in between every quantity of the
 * image lies on the parabola through begin, middle and end. {@link TileSchedule} says which tiles
 * to draw at which of a stride's ticks. Not thread-safe.
 *
 * <pre>
 *   look(1) .. look(NODES)    plan()    draw(stride 0, tick 1) .. draw(STRIDES - 1, TICKS)    look(1) ..
 * </pre>
 */
public final class BodyFilm {
  /** Strides of a take. */
  public static final int STRIDES = TileSchedule.STRIDES;

  /** Moments of a take at which the body is looked at: middle and end of each stride. */
  public static final int NODES = 2 * STRIDES;

  /** Ticks of a stride. */
  public static final int TICKS = TileSchedule.TICKS;

  private final Eye eye;
  private final BodyRaster raster;
  private final TileSchedule schedule;
  private final Capsules capsules;

  /** The body at the take's begin, then at its nodes. */
  private final ProjectedCapsules[] nodes = new ProjectedCapsules[NODES + 1];

  private final ProjectedCapsules now;

  /**
   * Begins with a picture of the body as it is.
   *
   * @param capsules the body; looked at again, the same object, as it moves
   * @param scene look of the scene, the same for all cameras of a rig
   * @param seed of this camera's background
   */
  public BodyFilm(ProjectionCamera camera, Capsules capsules, Look scene, long seed) {
    this.capsules = capsules;
    eye = new Eye(camera);
    raster = new BodyRaster(camera, scene, seed);
    schedule = new TileSchedule(raster.image());
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new ProjectedCapsules(capsules.count());
    }
    now = new ProjectedCapsules(capsules.count());
    nodes[NODES].look(eye, capsules);
    raster.drawAll(nodes[NODES], capsules);
  }

  /** The image; {@link #draw} changes it in place. */
  public IntensityImage image() {
    return raster.image();
  }

  /**
   * Looks at the body at a node of the next take, which begins where the last ended.
   *
   * @param node 1 to {@link #NODES}, rising
   */
  public void look(int node) {
    if (node == 1) {
      ProjectedCapsules last = nodes[NODES];
      nodes[NODES] = nodes[0];
      nodes[0] = last;
    }
    nodes[node].look(eye, capsules);
    nodes[node].turnOnFrom(nodes[node - 1]);
  }

  /** Plans the take, all of whose nodes have been looked at. */
  public void plan() {
    schedule.plan(nodes, capsules, eye.focalPixels);
  }

  /**
   * Draws what is due at a tick of a stride.
   *
   * @param stride 0 to {@link #STRIDES} - 1
   * @param tick 1 to {@link #TICKS}, rising; at the last one of a take all tiles are drawn
   * @return whether anything was due
   */
  public boolean draw(int stride, int tick) {
    if (!schedule.due(stride, tick)) {
      return false;
    }
    place(stride, tick / (double) TICKS);
    raster.drawFresh(now, capsules);
    return true;
  }

  /**
   * Draws all of the body as it is somewhere in a stride into another raster of this camera.
   *
   * @param share of the stride that is over, [0, 1]
   */
  public void drawInto(BodyRaster other, int stride, double share) {
    place(stride, share);
    other.drawAll(now, capsules);
  }

  private void place(int stride, double share) {
    now.between(nodes[2 * stride], nodes[2 * stride + 1], nodes[2 * stride + 2], share);
  }

  /**
   * The longest way of an outline between two pictures of this take, pixels: at most one, unless
   * something goes farther than TICKS pixels in a stride.
   */
  public double longestJumpPixels() {
    return schedule.longestJumpPixels();
  }
}
