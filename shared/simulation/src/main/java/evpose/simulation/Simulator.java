package evpose.simulation;

import evpose.camera.ProjectionCamera;
import evpose.simulation.chance.Dice;
import evpose.simulation.render.BodyRaster;
import evpose.simulation.render.Look;
import evpose.simulation.sensor.DvsSensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Event cameras watching a moving person, step by step, with the truth beside it. The same settings
 * give the same bytes on every machine. Not thread-safe.
 *
 * <p>A step is rendered as many times as the fastest part of the body needs; in between brightness
 * is interpolated, so events carry microseconds.
 */
public final class Simulator {
  /** How far a part may go between two pictures; about 2 pixels in DHP19's rig. */
  private static final double MM_PER_PICTURE = 22;

  private static final int MAX_PICTURES = 8;

  private final SimulatorSettings settings;
  private final Stage stage;
  private final List<Camera> cameras = new ArrayList<>();
  private final SimulatedStep out;
  private long nextStep;

  private record Camera(BodyRaster raster, DvsSensor sensor) {}

  public Simulator(SimulatorSettings settings) {
    this.settings = settings;
    stage = new Stage(settings);
    Look look = new Look(settings.scene(), settings.subjectSeed());
    stage.stand(0);
    stage.farthestMove();
    for (ProjectionCamera eye : settings.rig().cameras()) {
      long seed = Dice.of(settings.noiseSeed(), eye.id()).nextLong();
      BodyRaster raster = new BodyRaster(eye, look, seed);
      DvsSensor sensor = new DvsSensor(eye.width(), eye.height(), settings.dvs(), seed);
      raster.draw(stage.figure().capsules());
      sensor.settle(raster.image());
      cameras.add(new Camera(raster, sensor));
    }
    out = new SimulatedStep(cameras.size());
  }

  public SimulatorSettings settings() {
    return settings;
  }

  /**
   * Simulates the next step, beginning with step 0 at time 0.
   *
   * @return the step; the same object at every call, valid until the next
   */
  public SimulatedStep next() {
    long begin = nextStep * settings.stepMicros();
    long end = begin + settings.stepMicros();
    out.begin(nextStep, stage.figure().jointsInWorldMm());
    for (Camera camera : cameras) {
      camera.sensor.openStep(begin);
    }
    int pictures = picturesUntil(end);
    long from = begin;
    for (int i = 1; i <= pictures; i++) {
      long to = begin + settings.stepMicros() * i / pictures;
      stage.stand(to * 1e-6);
      for (Camera camera : cameras) {
        camera.raster.draw(stage.figure().capsules());
        camera.sensor.see(camera.raster.image(), from, to);
      }
      from = to;
    }
    for (int i = 0; i < cameras.size(); i++) {
      cameras.get(i).sensor.closeStep(end, out.events().get(i));
    }
    nextStep++;
    return out;
  }

  private int picturesUntil(long endMicros) {
    stage.stand(endMicros * 1e-6);
    double needed = Math.ceil(stage.farthestMove() / MM_PER_PICTURE);
    return (int) Math.max(1, Math.min(MAX_PICTURES, needed));
  }
}
