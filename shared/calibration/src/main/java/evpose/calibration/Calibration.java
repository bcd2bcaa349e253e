package evpose.calibration;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.CameraCalibration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file says of a rig. World unit mm, z up.
 *
 * @param rig its name
 * @param source where it comes from, in words
 * @param notes what had to be assumed while reading, in words
 */
public record Calibration(
    String rig, List<CalibratedCamera> cameras, String source, List<String> notes) {
  public Calibration {
    cameras = List.copyOf(cameras);
    notes = List.copyOf(notes);
    if (cameras.isEmpty()) {
      throw new IllegalArgumentException("a calibration has at least one camera: rig=" + rig);
    }
  }

  /** What a message says. */
  public static Calibration of(CalibrationMessage message) {
    return new Calibration(
        message.rig(),
        message.cameras().stream()
            .map(
                c -> {
                  CalibratedCamera camera = CalibratedCamera.of(c.toCamera());
                  Long offset = c.timeOffsetMicros();
                  return new CalibratedCamera(
                      camera.id(),
                      camera.width(),
                      camera.height(),
                      camera.worldToImage(),
                      camera.lens(),
                      offset == null ? 0 : offset);
                })
            .toList(),
        message.source(),
        List.of());
  }

  /**
   * The message that other rooms understand.
   *
   * @throws IllegalArgumentException if it is no calibration to work with: a camera's matrix has no
   *     rank, or its sensor's size is unknown
   */
  public CalibrationMessage toMessage(long validFromMicros) {
    return new CalibrationMessage(
        rig,
        validFromMicros,
        "mm",
        "z",
        cameras.stream()
            .map(
                c -> {
                  CameraCalibration plain = CameraCalibration.of(c.toCamera());
                  return new CameraCalibration(
                      plain.id(),
                      plain.width(),
                      plain.height(),
                      plain.worldToImage(),
                      plain.lens(),
                      c.timeOffsetMicros() == 0 ? null : c.timeOffsetMicros());
                })
            .toList(),
        source);
  }

  /**
   * The rig, for triangulation.
   *
   * @throws IllegalArgumentException if a camera's matrix is no camera's
   */
  public CameraRig toRig() {
    return new CameraRig(rig, cameras.stream().map(CalibratedCamera::toCamera).toList());
  }

  /** The same with cameras that were moved; clocks stay as they are. */
  public Calibration with(List<ProjectionCamera> moved) {
    List<CalibratedCamera> others = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      others.add(cameras.get(i).withMatrix(moved.get(i).worldToImage()));
    }
    return new Calibration(rig, others, source + ", refined on joints", notes);
  }
}
