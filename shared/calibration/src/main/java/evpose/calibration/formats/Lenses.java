package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Pinhole;
import evpose.camera.Lens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lenses as numbers of files. */
final class Lenses {
  /** A pixel of skew in a million columns is rounding. */
  private static final double NO_SKEW = 1e-6;

  private Lenses() {}

  /** A lens, or null when all coefficients are zero. */
  static @Nullable Lens of(double[] k, double[] coefficients, boolean fisheye) {
    boolean straight = Arrays.stream(coefficients).allMatch(c -> c == 0);
    if (straight && !fisheye) {
      return null;
    }
    Lens.Model model = fisheye ? Lens.Model.KANNALA_BRANDT : Lens.Model.BROWN_CONRADY;
    double[] kept = coefficients;
    // OpenCV writes 12 or 14, thin prism and tilt behind the rational ones
    if (coefficients.length > 8
        && Arrays.stream(coefficients, 8, coefficients.length).allMatch(c -> c == 0)) {
      kept = Arrays.copyOf(coefficients, 8);
    }
    if (fisheye && coefficients.length > 4) {
      kept = Arrays.copyOf(coefficients, 4);
    }
    return new Lens(model, k[0], k[4], k[2], k[5], kept);
  }

  /**
   * Coefficients, as many as the format has.
   *
   * @throws IllegalArgumentException if the camera has more that are not zero
   */
  static double[] coefficients(CalibratedCamera camera, int most, String format) {
    Lens lens = camera.lens();
    double[] all = lens == null ? new double[0] : lens.coefficients();
    for (int i = most; i < all.length; i++) {
      if (all[i] != 0) {
        throw new IllegalArgumentException(
            format
                + " has at most "
                + most
                + " distortion coefficients: camera="
                + camera.id()
                + ", coefficients="
                + Arrays.toString(all));
      }
    }
    return Arrays.copyOf(all, most);
  }

  static boolean fisheye(CalibratedCamera camera) {
    Lens lens = camera.lens();
    return lens != null && lens.model() == Lens.Model.KANNALA_BRANDT;
  }

  /** Refuses a skewed camera for a format that has no place for skew. */
  static void refuseSkew(CalibratedCamera camera, Pinhole pinhole, String format) {
    if (Math.abs(pinhole.skew()) > NO_SKEW * pinhole.fx()) {
      throw new IllegalArgumentException(
          format
              + " cannot say that pixels are skewed: camera="
              + camera.id()
              + ", skew="
              + pinhole.skew()
              + ", fx="
              + pinhole.fx());
    }
  }

  /** The lens's own focal lengths and principal point must be the matrix's: files have one K. */
  static void refuseTwoCentres(CalibratedCamera camera, Pinhole p, String format) {
    Lens lens = camera.lens();
    if (lens != null
        && Math.abs(lens.fx() - p.fx())
                + Math.abs(lens.fy() - p.fy())
                + Math.abs(lens.cx() - p.cx())
                + Math.abs(lens.cy() - p.cy())
            > NO_SKEW * p.fx()) {
      throw new IllegalArgumentException(
          format + " has one camera matrix for image and lens: camera=" + camera.id());
    }
  }
}
