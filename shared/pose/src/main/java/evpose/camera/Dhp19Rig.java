package evpose.camera;

import java.util.List;

/**
 * The four DAVIS346 of DHP19 around their 2 m x 2 m x 2 m stage: the default rig.
 *
 * <p>Cameras are named by event channel, cam0 to cam3; their matrices are DHP19's P4, P1, P3, P2 in
 * that order. The published papers call channel 3 "camera 2" and channel 2 "camera 3". World: mm, z
 * up, x to the person's left when they face -y.
 *
 * @see "Calabrese et al. 2019, DHP19; matrices as released, distributed under MIT with
 *     EventPointPose"
 */
public final class Dhp19Rig {
  /** Sensor columns. */
  public static final int WIDTH = 346;

  /** Sensor rows; DHP19 counts v upwards: row = 260 - v. */
  public static final int HEIGHT = 260;

  private static final double[] P1 = {
    -0.06506658794292798, 0.10280371611880136, -0.02991671991993662, 226.32713855489936,
    -0.07982530276208322, -0.005739210846646318, 0.08041816785398746, 19.108805492245697,
    -0.0002985130992924634, -2.6319147339609605e-05, -0.00016321114926096114, 1.0
  };
  private static final double[] P2 = {
    0.04504472931694892, 0.09380784662930192, -0.014391922975556649, 160.94826518059733,
    -0.0369902927897163, 0.047861798931755, 0.08092164901391627, 43.386977678106064,
    -0.0001639806790971754, 0.00019276984391487437, -7.910054207826804e-05, 1.0
  };
  private static final double[] P3 = {
    0.09385359589564321, -0.03211491168723093, -0.02381457697985833, 171.9239972226072,
    0.04888594811112287, 0.04378180959764298, 0.07345563524481341, 52.69097143832967,
    0.0001649830265849639, 0.00019099866454787284, -0.00010198764454588324, 1.0
  };
  private static final double[] P4 = {
    0.05547159207521162, -0.099648113038456, -0.03531374152052813, 195.34742544632326,
    0.08271149398364297, 0.0017698764732507197, 0.07409964275720979, 32.111135629052015,
    0.0002786441186927585, 2.790850290513517e-05, -0.00016420305584222833, 1.0
  };

  private Dhp19Rig() {}

  /** The rig "dhp19" with cam0 to cam3. */
  public static CameraRig rig() {
    return new CameraRig(
        "dhp19",
        List.of(camera("cam0", P4), camera("cam1", P1), camera("cam2", P3), camera("cam3", P2)));
  }

  /**
   * A camera by the number of its matrix in the release, 1 to 4, named P1 to P4.
   *
   * @throws IllegalArgumentException for any other number
   */
  public static ProjectionCamera byMatrix(int number) {
    double[] matrix =
        switch (number) {
          case 1 -> P1;
          case 2 -> P2;
          case 3 -> P3;
          case 4 -> P4;
          default ->
              throw new IllegalArgumentException("DHP19 has matrices 1 to 4: number=" + number);
        };
    return camera("P" + number, matrix);
  }

  private static ProjectionCamera camera(String id, double[] flippedMatrix) {
    return ProjectionCamera.fromFlippedRows(id, WIDTH, HEIGHT, flippedMatrix, HEIGHT);
  }
}
