/**
 * Motion-capture files as bodies: reading BVH, finding the joints whatever they are called, and
 * turning their positions into the segments' rotations. The way in is {@link
 * evpose.simulation.mocap.CapturedBody}. Must not know cameras or sensors.
 *
 * <p>BVH: "Meredith and Maddock 2001, Motion capture file formats explained". Lengths have no unit
 * there and y is up.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation.mocap;
