package evpose.simulation.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.ProjectionCamera;
import org.junit.jupiter.api.Test;

class BodyRasterTest {
  /** Looks along +y from 3 m before the origin at 1 m height; 100 px are 1 m at the origin. */
  private static final ProjectionCamera CAMERA =
      new ProjectionCamera(
          "front",
          200,
          160,
          new double[] {300, 100, 0, 300_000, 0, 80, -300, 540_000, 0, 1, 0, 3000});

  /** A black body before an even background: what is missing of its brightness is covered. */
  private static final SceneSettings PLAIN = new SceneSettings(-30, -30, 0, 0, 0, 0, 0, 0.5);

  private final Look look = new Look(PLAIN, 1);

  @Test
  void aBallCoversTheAreaOfItsDisc() {
    Capsules ball = new Capsules(1);
    ball.make(0, 200, 200, Material.SHOE, 0, 0);
    place(ball, 0, 0, 0, 1000, 0, 0, 1000);
    // 20 px at 3 m; the blur neither adds nor takes light, but for the disc's bend: pi * blur²
    double bend = Math.PI * Edge.BLUR_PIXELS * Edge.BLUR_PIXELS;
    assertThat(coverage(ball)).isCloseTo(Math.PI * 400 + bend, within(8.0));
  }

  @Test
  void aTaperedCapsuleCoversTheAreaOfItsHull() {
    Capsules limb = new Capsules(1);
    limb.make(0, 150, 50, Material.SHOE, 0, 0);
    place(limb, 0, -300, 0, 1200, 100, 0, 900);
    // hull of two discs of 15 and 5 px, 50 px apart
    double d = 50;
    double k = 10 / d;
    double lean = Math.asin(k);
    double area =
        20 * d * Math.sqrt(1 - k * k) + 225 * (Math.PI / 2 + lean) + 25 * (Math.PI / 2 - lean);
    assertThat(coverage(limb)).isCloseTo(area, within(0.02 * area));
  }

  @Test
  void theNearerCapsuleHidesTheFarther() {
    Look colours = new Look(new SceneSettings(0, 0, 0, 0.5, 0, 0, 0, 0.5), 1);
    BodyRaster raster = new BodyRaster(CAMERA, colours, 1);
    float[] value = raster.image().values();
    int middle = 80 * 200 + 100;
    Capsules one = new Capsules(1);
    one.make(0, 150, 150, Material.SKIN, 0, 0);
    place(one, 0, 0, -800, 1000, 0, -800, 1000);
    raster.draw(one);
    float skin = value[middle];
    Capsules two = new Capsules(2);
    two.make(0, 150, 150, Material.SKIN, 0, 0);
    two.make(1, 200, 200, Material.SHOE, 0, 0);
    place(two, 0, 0, 500, 1000, 0, 500, 1000);
    place(two, 1, 0, -500, 1000, 0, -500, 1000);
    raster.draw(two);
    assertThat(Math.abs(value[middle] - skin)).isGreaterThan(0.1f);
    place(two, 0, 0, -800, 1000, 0, -800, 1000);
    raster.draw(two);
    assertThat(value[middle]).isEqualTo(skin);
  }

  @Test
  void nothingIsLeftWhereTheBodyWas() {
    Capsules ball = new Capsules(1);
    ball.make(0, 100, 100, Material.SHOE, 0, 0);
    BodyRaster raster = new BodyRaster(CAMERA, look, 1);
    float[] empty = raster.image().values().clone();
    place(ball, 0, 0, 0, 1000, 0, 0, 1000);
    raster.draw(ball);
    assertThat(raster.image().values()).isNotEqualTo(empty);
    place(ball, 0, 0, -5000, 1000, 0, -5000, 1000); // behind the camera
    raster.draw(ball);
    assertThat(raster.image().values()).isEqualTo(empty);
    place(ball, 0, -20_000, 0, 1000, -20_000, 0, 1000); // far outside the image
    raster.draw(ball);
    assertThat(raster.image().values()).isEqualTo(empty);
  }

  @Test
  void aBodyThatIsHalfOutsideIsCutAtTheSensorsEdge() {
    Capsules ball = new Capsules(1);
    ball.make(0, 200, 200, Material.SHOE, 0, 0);
    place(ball, 0, -1000, 0, 1000, -1000, 0, 1000);
    double bend = Math.PI * Edge.BLUR_PIXELS * Edge.BLUR_PIXELS;
    assertThat(coverage(ball)).isCloseTo((Math.PI * 400 + bend) / 2, within(8.0));
  }

  /** Sum of coverage over the image, pixels. */
  private double coverage(Capsules capsules) {
    BodyRaster raster = new BodyRaster(CAMERA, look, 1);
    raster.draw(capsules);
    double sum = 0;
    for (float value : raster.image().values()) {
      sum += 1 - value;
    }
    return sum;
  }

  private static void place(
      Capsules capsules, int i, double ax, double ay, double az, double bx, double by, double bz) {
    double[][] ends = {{ax, ay, az}, {bx, by, bz}};
    for (int k = 0; k < 3; k++) {
      capsules.a()[3 * i + k] = ends[0][k];
      capsules.b()[3 * i + k] = ends[1][k];
      capsules.reference()[3 * i + k] = k == 1 ? 1 : 0;
    }
  }
}
