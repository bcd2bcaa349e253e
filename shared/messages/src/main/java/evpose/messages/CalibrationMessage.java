package evpose.messages;

import evpose.camera.CameraRig;
import java.util.List;

/**
 * Where the cameras of a rig stand, from a moment of data time on.
 *
 * @param validFromMicros data time from which it holds
 * @param units of the world, always {@code mm}
 * @param worldUp the axis that points up, always {@code z}
 * @param source where it comes from, in words
 */
public record CalibrationMessage(
    String rig,
    long validFromMicros,
    String units,
    String worldUp,
    List<CameraCalibration> cameras,
    String source) {
  public CalibrationMessage {
    Checks.name("rig", rig);
    Checks.notNegative("validFromMicros", validFromMicros);
    Checks.require(units.equals("mm"), () -> "units must be mm: units=" + units);
    Checks.require(worldUp.equals("z"), () -> "worldUp must be z: worldUp=" + worldUp);
    Checks.require(!cameras.isEmpty(), () -> "a calibration has at least one camera: rig=" + rig);
    cameras = List.copyOf(cameras);
    rigOf(rig, cameras); // refuses equal names and matrices that are no camera's
  }

  /** The calibration of a rig. */
  public static CalibrationMessage of(CameraRig rig, long validFromMicros, String source) {
    List<CameraCalibration> cameras = rig.cameras().stream().map(CameraCalibration::of).toList();
    return new CalibrationMessage(rig.id(), validFromMicros, "mm", "z", cameras, source);
  }

  /** The rig that it describes. */
  public CameraRig toRig() {
    return rigOf(rig, cameras);
  }

  private static CameraRig rigOf(String rig, List<CameraCalibration> cameras) {
    return new CameraRig(rig, cameras.stream().map(CameraCalibration::toCamera).toList());
  }

  /** SHA-256 of the canonical JSON, hexadecimal: the name by which poses refer to it. */
  public String sha256() {
    return Sha256.hex(Json.encode(this));
  }
}
