package evpose.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import org.junit.jupiter.api.Test;

class EventFilmTest {
  private static final long PICTURE = 50_000;

  /** One event each of the given times, at columns 0, 1, 2 ... of row 1, all ON. */
  private static EventPacket packet(long beginMicros, int... dts) {
    short[] x = new short[dts.length];
    short[] y = new short[dts.length];
    byte[] on = new byte[dts.length];
    for (int i = 0; i < dts.length; i++) {
      x[i] = (short) (i % 100);
      y[i] = 1;
      on[i] = 1;
    }
    return new EventPacket(
        "r", "c", 100, 10, 0, beginMicros, beginMicros + 200_000, 0, x, y, dts, on);
  }

  private static int[] many(int count) {
    return new int[count];
  }

  @Test
  void anEventIsInThePictureOfItsMoment() {
    EventFilm film = new EventFilm(PICTURE);
    film.add(packet(100_000, 0, 49_999, 50_000, 120_000));
    assertThat(film.at("c", 100_000)).containsExactly(201, 203);
    assertThat(film.at("c", 149_999)).containsExactly(201, 203);
    assertThat(film.at("c", 150_000)).containsExactly(205);
    assertThat(film.at("c", 249_999)).containsExactly(207);
    assertThat(film.at("c", 250_000)).isEmpty();
    assertThat(film.at("other", 100_000)).isEmpty();
  }

  @Test
  void aFullPictureIsThinnedOutEvenly() {
    EventFilm film = new EventFilm(PICTURE);
    film.add(packet(0, many(EventFilm.MOST_IN_PICTURE)));
    assertThat(film.at("c", 0)).hasSize(EventFilm.MOST_IN_PICTURE);
    film.add(packet(0, many(EventFilm.MOST_IN_PICTURE)));
    assertThat(film.at("c", 0)).hasSize(EventFilm.MOST_IN_PICTURE).startsWith(201, 205, 209);
  }

  @Test
  void manyPicturesShareWhatIsHeld() {
    EventFilm film = new EventFilm(PICTURE, 1000);
    for (int n = 0; n < 50; n++) {
      film.add(packet(n * PICTURE, many(100)));
    }
    int held = 0;
    for (int n = 0; n < 50; n++) {
      int its = film.at("c", n * PICTURE).length;
      assertThat(its).isBetween(5, 25);
      held += its;
    }
    assertThat(held).isLessThanOrEqualTo(1000);
  }
}
