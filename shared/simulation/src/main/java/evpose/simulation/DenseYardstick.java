package evpose.simulation;

import evpose.camera.ProjectionCamera;
import evpose.simulation.chance.Dice;
import evpose.simulation.render.BodyRaster;
import evpose.simulation.render.Look;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain way to simulate event cameras, for comparison: a picture of the whole sensor every
 * millisecond, the logarithm of every pixel, and events where it has moved by a threshold, their
 * times interpolated, as in ESIM at a fixed rate. No noise, no mismatch, no bandwidth. It draws
 * with the same raster, which leaves the background alone: the comparison is kind to it.
 */
final class DenseYardstick {
  private static final int STEPS_A_SECOND = 1000;

  private final Stage stage;
  private final float threshold;
  private final float offset;
  private final List<Eye> eyes = new ArrayList<>();
  private long picture;

  private static final class Eye {
    final BodyRaster raster;
    final double[] log;
    final double[] reference;

    Eye(BodyRaster raster) {
      this.raster = raster;
      this.log = new double[raster.image().values().length];
      this.reference = new double[log.length];
    }
  }

  DenseYardstick(SimulatorSettings settings) {
    stage = new Stage(settings);
    Look look = new Look(settings.scene(), settings.subjectSeed());
    threshold = (float) settings.dvs().onThresholdLn();
    offset = (float) settings.dvs().darkOffset();
    for (ProjectionCamera camera : settings.rig().cameras()) {
      long seed = Dice.of(settings.noiseSeed(), camera.id()).nextLong();
      eyes.add(new Eye(new BodyRaster(camera, look, seed)));
    }
    see();
    for (Eye eye : eyes) {
      System.arraycopy(eye.log, 0, eye.reference, 0, eye.log.length);
    }
  }

  /**
   * One millisecond.
   *
   * @return events of all cameras
   */
  long next() {
    picture++;
    return see();
  }

  private long see() {
    stage.stand(picture / (double) STEPS_A_SECOND);
    long events = 0;
    for (Eye eye : eyes) {
      eye.raster.draw(stage.figure().capsules());
      events += events(eye);
    }
    return events;
  }

  private long events(Eye eye) {
    float[] value = eye.raster.image().values();
    long events = 0;
    double lastMicros = 0;
    for (int q = 0; q < value.length; q++) {
      double before = eye.log[q];
      double now = Math.log(value[q] + offset);
      eye.log[q] = now;
      double slope = (now - before) / STEPS_A_SECOND;
      while (Math.abs(now - eye.reference[q]) >= threshold) {
        eye.reference[q] += now > eye.reference[q] ? threshold : -threshold;
        lastMicros = Math.max(lastMicros, (eye.reference[q] - before) / slope);
        events++;
      }
    }
    return lastMicros < 0 ? 0 : events; // times are worked out, so that they cost what they cost
  }
}
