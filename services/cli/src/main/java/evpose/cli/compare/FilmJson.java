package evpose.cli.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of a comparison is told; component names are keys. Null is not known. */
final class FilmJson {
  private FilmJson() {}

  /**
   * What stays from picture to picture.
   *
   * @param bones pairs of joints
   * @param firstStep of the first picture
   * @param pictureSteps steps from one picture to the next
   * @param pictures how many there are
   * @param said how far the two are apart, in a sentence
   * @param points curves over time, evenly spaced
   */
  record Setup(
      String rig,
      List<String> joints,
      List<List<Integer>> bones,
      List<Camera> cameras,
      long firstStep,
      long stepMicros,
      int pictureSteps,
      int pictures,
      int pieceOfPictures,
      List<Named> sides,
      String said,
      List<ComparisonText.Row> rows,
      List<Point> points,
      String energyTable) {}

  /**
   * @param worldToImage [12] row-major, mm to pixels
   */
  record Camera(String id, int width, int height, @Nullable List<Double> worldToImage) {}

  /** A side in words, and its numbers over all steps. */
  record Named(
      String asked,
      String policy,
      String model,
      @Nullable Double mpjpe3dMm,
      @Nullable Double mpjpe2dPx,
      double watts) {}

  /**
   * Means over a short while; each list is of A and B.
   *
   * @param micros data time at its end
   */
  record Point(
      long micros,
      List<@Nullable Double> mpjpe3dMm,
      List<@Nullable Double> mpjpe2dPx,
      @Nullable Double apartMm,
      @Nullable Double apartPx,
      List<@Nullable Double> watts) {}

  /**
   * One moment.
   *
   * @param bodies of A and B, [39] mm; null where there is no pose
   * @param truth [39] mm
   */
  record Picture(
      long step,
      List<@Nullable List<@Nullable Double>> bodies,
      @Nullable List<@Nullable Double> truth,
      List<View> views) {}

  /**
   * What one camera saw.
   *
   * @param joints of A and B, [26] pixels
   * @param truth [26] pixels
   * @param events each (row · width + column) · 2 + polarity
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record View(
      String id,
      List<@Nullable List<@Nullable Double>> joints,
      @Nullable List<@Nullable Double> truth,
      int[] events) {}
}
