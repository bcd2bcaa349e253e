package evpose.simulation;

import evpose.camera.ProjectionCamera;
import evpose.simulation.chance.Dice;
import evpose.simulation.render.BodyFilm;
import evpose.simulation.render.BodyRaster;
import evpose.simulation.render.Look;
import evpose.simulation.sensor.DvsSensor;
import evpose.simulation.sensor.GreyShutter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event cameras watching a moving person, step by step, with the truth beside it. The same settings
 * give the same bytes on every machine. Not thread-safe.
 *
 * <p>Time is filmed in takes of 40 ms at most, or of a step where that is longer, and handed out
 * step by step. Each camera draws each tile of its image as often as what moves in it needs, never
 * farther than a pixel between two pictures; in between brightness is interpolated, so events carry
 * microseconds.
 */
public final class Simulator {
  /** Longest time in which a part of the image may go without a picture. */
  private static final long TAKE_MICROS = 40_000;

  private final SimulatorSettings settings;
  private final Stage stage;
  private final List<Camera> cameras = new ArrayList<>();
  private final SimulatedStep out;
  private final int takesAtOnce;
  private final int stepsAtOnce;
  private final PartMeter meter;
  private long nextStep;

  private record Camera(BodyFilm film, DvsSensor sensor, @Nullable GreyShutter shutter) {}

  public Simulator(SimulatorSettings settings) {
    this(settings, PartMeter.NONE);
  }

  Simulator(SimulatorSettings settings, PartMeter meter) {
    this.settings = settings;
    this.meter = meter;
    stepsAtOnce = (int) Math.max(1, TAKE_MICROS / settings.stepMicros());
    takesAtOnce = (int) ((settings.stepMicros() + TAKE_MICROS - 1) / TAKE_MICROS);
    stage = new Stage(settings);
    Look look = new Look(settings.scene(), settings.subjectSeed());
    stage.stand(0);
    for (ProjectionCamera eye : settings.rig().cameras()) {
      long seed = Dice.of(settings.noiseSeed(), eye.id()).nextLong();
      BodyFilm film = new BodyFilm(eye, stage.figure().capsules(), look, seed);
      DvsSensor sensor = new DvsSensor(film.image(), settings.dvs(), seed);
      GreyShutter shutter = null;
      if (settings.grey().on()) {
        BodyRaster raster = new BodyRaster(eye, look, seed);
        shutter = new GreyShutter(settings.grey(), raster, stepsAtOnce + 1, seed);
      }
      cameras.add(new Camera(film, sensor, shutter));
    }
    out = new SimulatedStep(cameras.size());
  }

  public SimulatorSettings settings() {
    return settings;
  }

  /** The longest way of an outline between two pictures of one camera in the last take, pixels. */
  double longestJumpPixels() {
    double longest = 0;
    for (Camera camera : cameras) {
      longest = Math.max(longest, camera.film.longestJumpPixels());
    }
    return longest;
  }

  /**
   * Simulates the next step, beginning with step 0 at time 0.
   *
   * @return the step; the same object at every call, valid until the next
   */
  public SimulatedStep next() {
    long begin = nextStep * settings.stepMicros();
    long end = begin + settings.stepMicros();
    if (nextStep % stepsAtOnce == 0) {
      shoot(begin, begin + stepsAtOnce * settings.stepMicros());
    }
    out.begin(nextStep, stage.stand(begin * 1e-6).jointsInWorldMm());
    for (int i = 0; i < cameras.size(); i++) {
      Camera camera = cameras.get(i);
      camera.sensor.hand(end, out.events().get(i));
      if (camera.shutter != null) {
        out.greyFrame(i, camera.shutter.next(end));
      }
    }
    nextStep++;
    return out;
  }

  private void shoot(long begin, long end) {
    for (Camera camera : cameras) {
      camera.sensor.open(begin);
    }
    for (int i = 0; i < takesAtOnce; i++) {
      long duration = end - begin;
      take(begin + duration * i / takesAtOnce, begin + duration * (i + 1) / takesAtOnce);
    }
    meter.start();
    for (Camera camera : cameras) {
      camera.sensor.close(end);
    }
    meter.lap(PartMeter.Part.SENSOR);
  }

  private void take(long begin, long end) {
    meter.start();
    for (int node = 1; node <= BodyFilm.NODES; node++) {
      stage.stand((begin + (end - begin) * node / (double) BodyFilm.NODES) * 1e-6);
      for (Camera camera : cameras) {
        camera.film.look(node);
      }
    }
    meter.lap(PartMeter.Part.BODY);
    for (Camera camera : cameras) {
      camera.film.plan();
      film(camera, begin, end - begin);
      if (camera.shutter != null) {
        camera.shutter.expose(camera.film, begin, end);
        meter.lap(PartMeter.Part.GREY);
      }
    }
  }

  private void film(Camera camera, long begin, long duration) {
    int ticks = BodyFilm.STRIDES * BodyFilm.TICKS;
    for (int tick = 1; tick <= ticks; tick++) {
      int stride = (tick - 1) / BodyFilm.TICKS;
      if (camera.film.draw(stride, tick - stride * BodyFilm.TICKS)) {
        meter.lap(PartMeter.Part.RASTER);
        camera.sensor.see(begin + duration * tick / ticks);
        meter.lap(PartMeter.Part.SENSOR);
      }
    }
  }
}
