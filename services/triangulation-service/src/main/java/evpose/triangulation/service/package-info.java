/**
 * Joins the 2D poses of a rig's cameras, step by step, and places the body in the room: topic
 * {@code poses-2d} to topic {@code poses-3d}.
 *
 * <p>The way in is {@link evpose.triangulation.service.TriangulationService}. A 3D pose is a
 * function of the {@code poses-2d} partition in log order and of the calibration that it names; the
 * log is the only state. Aligning and triangulating are done elsewhere; must not know events, what
 * makes 2D poses, or ground truth.
 */
@org.jspecify.annotations.NullMarked
package evpose.triangulation.service;
