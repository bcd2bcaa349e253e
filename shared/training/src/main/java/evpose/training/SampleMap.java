package evpose.training;

import evpose.events.CropBin;
import java.util.SplittableRandom;

/**
 * The map from sensor pixels to cells of the network's input while training: the crop and bin of
 * the stream, and behind it a random similarity.
 *
 * <pre>
 *   cell = [a b; c d] · pixel + [e f]       corner origin on both sides
 * </pre>
 *
 * @param mirrored left and right are swapped, in the image and among the joints
 * @param disturbance which events are lost and which come from nowhere
 */
public record SampleMap(
    double a,
    double b,
    double c,
    double d,
    double e,
    double f,
    boolean mirrored,
    int inputSize,
    Disturbance disturbance) {

  /** Exactly the stream's own map. */
  public static SampleMap plain(CropBin map) {
    double s = 1.0 / map.bin();
    return new SampleMap(
        s, 0, 0, s, -map.cropX() * s, -map.cropY() * s, false, map.inputSize(), Disturbance.NONE);
  }

  /** A random one; turned and scaled about the middle of the crop. */
  static SampleMap random(CropBin map, TrainingSettings.Augmentation by, SplittableRandom random) {
    double scale = (1 + by.scale() * signed(random)) / map.bin();
    double angle = Math.toRadians(by.rotationDegrees() * signed(random));
    double shiftX = by.shiftPx() * signed(random) / map.bin();
    double shiftY = by.shiftPx() * signed(random) / map.bin();
    boolean mirrored = by.mirror() && random.nextBoolean();
    double cos = scale * Math.cos(angle);
    double sin = scale * Math.sin(angle);
    double a = mirrored ? -cos : cos;
    double c = mirrored ? -sin : sin;
    double half = map.inputSize() / 2.0;
    double middleX = map.sensorX(half);
    double middleY = map.sensorY(half);
    double e = half + shiftX - a * middleX + sin * middleY;
    double f = half + shiftY - c * middleX - cos * middleY;
    Disturbance disturbance = Disturbance.random(by, random);
    return new SampleMap(a, -sin, c, cos, e, f, mirrored, map.inputSize(), disturbance);
  }

  private static double signed(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  double inputX(double x, double y) {
    return a * x + b * y + e;
  }

  double inputY(double x, double y) {
    return c * x + d * y + f;
  }

  /** Index y·N + x of the cell that a pixel's centre falls into, or -1 outside. */
  int cell(int pixelX, int pixelY) {
    double x = pixelX + 0.5;
    double y = pixelY + 0.5;
    int column = (int) Math.floor(inputX(x, y));
    int row = (int) Math.floor(inputY(x, y));
    boolean inside = column >= 0 && row >= 0 && column < inputSize && row < inputSize;
    return inside ? row * inputSize + column : -1;
  }
}
