package evpose.simulation.sensor;

import evpose.simulation.chance.Dice;
import evpose.simulation.render.IntensityImage;

/**
 * The circuits of all pixels of one sensor, followed tile by tile; all of a tile's together, in
 * short loops without a choice, which compilers do many pixels at a time. What makes events of it
 * are then only the few pixels whose circuit may leave its thresholds. Not thread-safe.
 */
final class Circuits {
  private static final int WIDTH = TileCircuits.WIDTH;
  private static final int PIXELS = TileCircuits.PIXELS;

  private final IntensityImage image;
  private final DvsSensor sensor;
  private final float darkOffset;
  private final long refractoryMicros;
  private final double[] tauMicros;

  /** 1 / tauMicros; 0 where that is 0. */
  private final double[] perMicro = new double[Lag.CLASSES];

  private final TileCircuits[] tiles;

  // the tile being looked at: as it was, as it is, and how far x or y is beyond a threshold
  private float[] lightBefore = new float[PIXELS];
  private float[] logBefore = new float[PIXELS];
  private float[] slowBefore = new float[PIXELS];
  private final int[] lightClass = new int[PIXELS];
  private final float[] slack = new float[PIXELS];
  private final float[] rest = new float[PIXELS];
  private final float[] beyond = new float[PIXELS];
  private int firstPixel;
  private long fromMicros;
  private long fromInTake;
  private long duration;

  // its pixels that may make events: which, their courses, where they are and when they turn
  private final int[] pixel = new int[PIXELS + 1];
  private final Courses courses = new Courses(PIXELS);
  private final double[] moment = new double[PIXELS];
  private final double[] level = new double[PIXELS];
  private final double[] turn = new double[PIXELS];

  /**
   * @param sensor takes the events
   * @param seed of this camera's mismatch
   */
  Circuits(
      IntensityImage image, DvsSettings settings, double[] tauMicros, DvsSensor sensor, long seed) {
    this.image = image;
    this.sensor = sensor;
    this.tauMicros = tauMicros;
    darkOffset = (float) settings.darkOffset();
    refractoryMicros = settings.refractoryMicros();
    for (int i = 0; i < Lag.CLASSES; i++) {
      perMicro[i] = tauMicros[i] > 0 ? 1 / tauMicros[i] : 0;
    }
    tiles = new TileCircuits[image.tilesAcross() * image.tilesDown()];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = new TileCircuits(FastLog.of(darkOffset));
    }
    Dice dice = Dice.of(seed, "mismatch");
    double mismatch = settings.thresholdMismatch();
    for (int q = 0; q < image.values().length; q++) {
      TileCircuits tile = tileOf(q);
      int i = inTile(q);
      tile.onThreshold[i] = (float) (settings.onThresholdLn() * dice.around(1, mismatch, 3));
      tile.offThreshold[i] = (float) (settings.offThresholdLn() * dice.around(1, mismatch, 3));
    }
  }

  private TileCircuits tileOf(int q) {
    int x = q % image.width();
    int y = q / image.width();
    return tiles[y / IntensityImage.TILE_HEIGHT * image.tilesAcross() + x / WIDTH];
  }

  private int inTile(int q) {
    int x = q % image.width();
    int y = q / image.width();
    return y % IntensityImage.TILE_HEIGHT * WIDTH + x % WIDTH;
  }

  /**
   * All have looked at the image for long, and are somewhere inside their thresholds.
   *
   * @param dice says where
   */
  void settle(Dice dice) {
    float[] value = image.values();
    for (int q = 0; q < value.length; q++) {
      float log = FastLog.of(value[q] + darkOffset);
      tileOf(q).settle(inTile(q), value[q], log, dice.uniform(-0.5, 0.5));
    }
  }

  /**
   * Sees brightness move in a tile from its last picture to the image's.
   *
   * @param fromMicros time of the last picture
   * @param takeBegin of the take whose events are made
   */
  void see(int number, Lag lag, long fromMicros, long takeBegin) {
    this.fromMicros = fromMicros;
    fromInTake = fromMicros - takeBegin;
    duration = lag.micros;
    TileCircuits tile = tiles[number];
    turnPage(tile);
    take(tile, number);
    follow(tile, lag);
    int crossing = find(tile);
    for (int k = 0; k < crossing; k++) {
      begin(k, tile, lag);
    }
    courses.find();
    for (int k = 0; k < crossing; k++) {
      cross(k, tile);
    }
  }

  /** What the tile holds is what was; what was there is overwritten next. */
  private void turnPage(TileCircuits tile) {
    float[] oldLight = tile.seen;
    float[] oldLog = tile.log;
    float[] oldSlow = tile.slow;
    tile.seen = lightBefore;
    tile.log = logBefore;
    tile.slow = slowBefore;
    lightBefore = oldLight;
    logBefore = oldLog;
    slowBefore = oldSlow;
  }

  private void take(TileCircuits tile, int number) {
    int x = number % image.tilesAcross() * WIDTH;
    int y = number / image.tilesAcross() * IntensityImage.TILE_HEIGHT;
    int columns = Math.min(WIDTH, image.width() - x);
    int rows = Math.min(IntensityImage.TILE_HEIGHT, image.height() - y);
    if (columns * rows < PIXELS) {
      System.arraycopy(lightBefore, 0, tile.seen, 0, PIXELS);
    }
    firstPixel = y * image.width() + x;
    for (int row = 0; row < rows; row++) {
      int q = firstPixel + row * image.width();
      System.arraycopy(image.values(), q, tile.seen, row * WIDTH, columns);
    }
  }

  /** Finds x and y of all pixels. */
  private void follow(TileCircuits tile, Lag lag) {
    float[] light = tile.seen;
    float offset = darkOffset;
    for (int i = 0; i < PIXELS; i++) {
      lightClass[i] = Lag.classOf(light[i]);
    }
    float[] log = tile.log;
    for (int i = 0; i < PIXELS; i++) {
      log[i] = FastLog.of(light[i] + offset);
    }
    float[] slackOf = lag.slack;
    for (int i = 0; i < PIXELS; i++) {
      slack[i] = slackOf[lightClass[i]];
    }
    float[] restOf = lag.rest;
    for (int i = 0; i < PIXELS; i++) {
      rest[i] = restOf[lightClass[i]];
    }
    float[] slow = tile.slow;
    for (int i = 0; i < PIXELS; i++) {
      float x0 = logBefore[i];
      float y0 = slowBefore[i];
      float x1 = log[i];
      slow[i] = x1 - (x1 - x0) * slack[i] + (y0 - x0) * rest[i];
    }
    // y that ends inside its thresholds may have turned around outside, but never beyond x
    float[] on = tile.onLevel;
    for (int i = 0; i < PIXELS; i++) {
      float x0 = logBefore[i];
      float x1 = log[i];
      float y1 = slow[i];
      beyond[i] = Math.max(y1, Math.max(x0, x1)) - on[i];
    }
    float[] off = tile.offLevel;
    for (int i = 0; i < PIXELS; i++) {
      float x0 = logBefore[i];
      float x1 = log[i];
      float y1 = slow[i];
      float high = beyond[i];
      beyond[i] = Math.max(high, off[i] - Math.min(y1, Math.min(x0, x1)));
    }
  }

  /**
   * Finds the pixels that may make events.
   *
   * @return how many there are
   */
  private int find(TileCircuits tile) {
    int maybe = 0;
    for (int i = 0; i < PIXELS; i++) {
      pixel[maybe] = i;
      maybe += 1 + (Float.floatToRawIntBits(beyond[i]) >> 31);
    }
    int found = 0;
    for (int k = 0; k < maybe; k++) {
      int i = pixel[k];
      float x0 = logBefore[i];
      float y0 = slowBefore[i];
      float y1 = tile.slow[i];
      boolean leaves = y1 >= tile.onLevel[i] || y1 <= tile.offLevel[i];
      boolean turns = (x0 - y0) * (tile.log[i] - y1) < 0;
      boolean rests = tile.seen[i] == lightBefore[i] && x0 == y0 && tile.blindUntil[i] == 0;
      if ((leaves || turns) && !rests) {
        pixel[found++] = i;
      }
    }
    return found;
  }

  /** Follows a pixel's course up to where it leaves its thresholds, and asks when that is. */
  private void begin(int k, TileCircuits tile, Lag lag) {
    int i = pixel[k];
    double tau = tauMicros[lightClass[i]];
    courses.set(k, logBefore[i], tile.log[i], slowBefore[i], tau, perMicro[lightClass[i]], lag);
    moment[k] = 0;
    level[k] = slowBefore[i];
    turn[k] = courses.turn(k, rest[i]);
    if (tile.blindUntil[i] != 0) {
      int wait = tile.blindUntil[i] - (int) fromMicros;
      if (wait >= duration) {
        courses.at[k] = Double.POSITIVE_INFINITY;
        return;
      }
      moment[k] = Math.max(0, wait);
      tile.blindUntil[i] = 0;
      level[k] = courses.y(k, moment[k]);
      tile.centre(i, level[k]);
    }
    leave(k, tile);
  }

  private void leave(int k, TileCircuits tile) {
    int i = pixel[k];
    float on = tile.onLevel[i];
    float off = tile.offLevel[i];
    double t = moment[k];
    double y = level[k];
    while (t < duration) {
      double end = t < turn[k] ? Math.min(turn[k], duration) : duration;
      if (!(y > off && y < on)) {
        courses.at[k] = t;
        level[k] = y;
        return;
      }
      double yEnd = end == duration ? tile.slow[i] : courses.y(k, end);
      if (!(yEnd > off && yEnd < on)) {
        courses.seek(k, yEnd >= on ? on : off, t, y, end, yEnd);
        level[k] = yEnd;
        return;
      }
      t = end;
      y = yEnd;
    }
    courses.at[k] = Double.POSITIVE_INFINITY;
  }

  /** Makes the events of a course whose first leaving has been found. */
  private void cross(int k, TileCircuits tile) {
    int i = pixel[k];
    double at = courses.at[k];
    while (at < duration) { // what comes later is the next interval's
      boolean on = level[k] >= tile.onLevel[i];
      int q = firstPixel + i / WIDTH * image.width() + i % WIDTH;
      sensor.emit(q, fromInTake + (long) at, on ? 1 : 0);
      double t = at + refractoryMicros;
      double y;
      if (refractoryMicros == 0) {
        y = on ? tile.onLevel[i] : tile.offLevel[i];
      } else if (t < duration) {
        y = courses.y(k, t);
      } else {
        tile.goBlind(i, (int) (fromMicros + (long) t));
        return;
      }
      tile.centre(i, y);
      moment[k] = t;
      level[k] = y;
      leave(k, tile);
      courses.find();
      at = courses.at[k];
    }
  }
}
