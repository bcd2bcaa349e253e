package evpose.simulation.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.ProjectionCamera;
import org.junit.jupiter.api.Test;

class BodyFilmTest {
  /** Looks along +y from 3 m before the origin at 1 m height; 100 px are 1 m at the origin. */
  private static final ProjectionCamera CAMERA =
      new ProjectionCamera(
          "front",
          200,
          160,
          new double[] {300, 100, 0, 300_000, 0, 80, -300, 540_000, 0, 1, 0, 3000});

  private final Look look = new Look(SceneSettings.usual(), 1);
  private final Capsules body = new Capsules(2);

  @Test
  void theTakeEndsWithThePictureOfABodyDrawnAtOnce() {
    BodyFilm film = film();
    BodyRaster atOnce = new BodyRaster(CAMERA, look, 1);
    for (int take = 1; take <= 3; take++) {
      shoot(film, take, 150);
      atOnce.draw(body);
      assertThat(film.image().values()).isEqualTo(atOnce.image().values());
    }
  }

  @Test
  void nothingGoesFartherThanAPixelBetweenTwoPictures() {
    for (double mmPerTake : new double[] {5, 40, 150, 400, 900}) {
      BodyFilm film = film();
      shoot(film, 1, mmPerTake);
      assertThat(film.longestJumpPixels()).isPositive().isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aSlowTileIsDrawnOnceAndAFastOneAsOftenAsItNeeds() {
    BodyFilm film = film();
    int drawn = shoot(film, 1, 400); // 40 px in four strides
    assertThat(drawn).isEqualTo(48); // 10 px a stride: 12 pictures of each
    assertThat(shoot(film(), 1, 5)).isEqualTo(1);
    assertThat(shoot(film(), 1, 15)).isEqualTo(2);
  }

  @Test
  void whereOnlyTheHandMovesTheRestIsStill() {
    BodyFilm film = film();
    look(film, 1, 300);
    film.plan();
    assertThat(film.draw(0, BodyFilm.TICKS)).isTrue();
    int fresh = 0;
    for (int t = 0; t < film.image().tilesAcross() * film.image().tilesDown(); t++) {
      fresh += film.image().isFresh(t) ? 1 : 0;
    }
    // the moving ball of 5 px radius and its margin; the still one, elsewhere, is left alone
    assertThat(fresh).isBetween(2, 16);
    int still = 80 / IntensityImage.TILE_HEIGHT * film.image().tilesAcross() + 40 / 16;
    assertThat(film.image().isFresh(still)).isFalse();
  }

  @Test
  void aBodyFasterThanTheTicksIsDrawnAtAllOfThem() {
    BodyFilm film = film();
    shoot(film, 1, 1200); // 30 px a stride
    assertThat(film.longestJumpPixels()).isCloseTo(30 / 24.0, within(0.01));
  }

  private BodyFilm film() {
    body.make(0, 50, 50, Material.SKIN, 0, 0);
    body.make(1, 150, 150, Material.SHIRT, 50, 70);
    place(0, 500);
    place(1, -600);
    return new BodyFilm(CAMERA, body, look, 1);
  }

  private int shoot(BodyFilm film, int take, double mmPerTake) {
    look(film, take, mmPerTake);
    film.plan();
    int drawn = 0;
    for (int stride = 0; stride < BodyFilm.STRIDES; stride++) {
      for (int tick = 1; tick <= BodyFilm.TICKS; tick++) {
        drawn += film.draw(stride, tick) ? 1 : 0;
      }
    }
    return drawn;
  }

  /** The first ball goes to the left, the other stays. */
  private void look(BodyFilm film, int take, double mmPerTake) {
    for (int node = 1; node <= BodyFilm.NODES; node++) {
      place(0, 500 - mmPerTake * (take - 1 + node / (double) BodyFilm.NODES));
      film.look(node);
    }
  }

  private void place(int i, double x) {
    double[] place = {x, 0, 1000};
    System.arraycopy(place, 0, body.a(), 3 * i, 3);
    System.arraycopy(place, 0, body.b(), 3 * i, 3);
    body.reference()[3 * i + 1] = 1;
  }
}
