/**
 * From event packets to 2D poses: topic {@code events} in, topic {@code poses-2d} out, one hybrid
 * network a camera.
 *
 * <p>The way in is {@link evpose.camera.service.CameraService}. Inside, {@code CameraPipeline} is
 * one camera without Kafka, {@code EventsProcessor} is Kafka without a camera, and {@code
 * CameraTopology} ties them. No store is kept: the log is the state, {@code BoundedPast} says how
 * much of it. Must not know the truth, nor any other service.
 */
@org.jspecify.annotations.NullMarked
package evpose.camera.service;
