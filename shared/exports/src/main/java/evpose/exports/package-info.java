/**
 * 3D poses as files that motion-capture tools read: TRC, C3D, CSV, OpenPose JSON. The way in is
 * {@link evpose.exports.PoseTrack}. Knows messages and joints.
 */
@org.jspecify.annotations.NullMarked
package evpose.exports;
