package evpose.training.evaluation;

import evpose.camera.Dhp19Rig;
import evpose.events.CropBin;
import evpose.events.SensorGeometry;
import evpose.hybrid.ModelDescription;

/** The sensor of all takes: DHP19's. */
final class Sensors {
  static final SensorGeometry DAVIS346 = new SensorGeometry(Dhp19Rig.WIDTH, Dhp19Rig.HEIGHT);

  private Sensors() {}

  /** The square of pixels that a network looks at, in words. */
  static String sees(ModelDescription description) {
    CropBin map = description.cropBin(DAVIS346);
    return (map.bin() * map.inputSize()) + " px from (" + map.cropX() + ", " + map.cropY() + ")";
  }
}
