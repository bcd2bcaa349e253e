/**
 * Motion-capture files as bodies: reading BVH and ASF/AMC, finding the joints whatever they are
 * called, and turning their positions into the segments' rotations. The way in is {@link
 * evpose.simulation.mocap.CapturedBody}. Must not know cameras or sensors.
 *
 * <p>Names understood: Motion Builder, Mixamo, cgspeed, CMU's ASF bones, Blender's Rigify, Unreal,
 * Biped, SMPL. BVH: "Meredith and Maddock 2001, Motion capture file formats explained". Lengths
 * have no unit there and y is up.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation.mocap;
