/**
 * Where cameras stand: what files of other tools say of it ({@code formats}), what is wrong with it
 * ({@link evpose.calibration.FileAudit}, {@link evpose.calibration.PoseAudit}), and how to make it
 * better from a moving person ({@link evpose.calibration.Refinement}). World unit mm, z up. Knows
 * cameras, joints, triangulation and messages; EJML stays in here.
 */
@org.jspecify.annotations.NullMarked
package evpose.calibration;
