package evpose.simulation;

import evpose.camera.CameraRig;
import evpose.simulation.render.SceneSettings;
import evpose.simulation.sensor.DvsSettings;
import evpose.simulation.sensor.GreySettings;

/**
 * All that a simulation depends on.
 *
 * @param rig cameras that watch
 * @param motion what the body does
 * @param subjectSeed who it is: measures, clothes, light, place in the room
 * @param noiseSeed backgrounds and sensors: mismatch, noise; each camera derives its own
 * @param stepMicros length of a step, microseconds; at most one second
 * @param dvs how pixels behave
 * @param grey frames beside the events
 * @param scene how scenes look
 */
public record SimulatorSettings(
    CameraRig rig,
    Motion motion,
    long subjectSeed,
    long noiseSeed,
    long stepMicros,
    DvsSettings dvs,
    GreySettings grey,
    SceneSettings scene) {
  /** 100 steps a second. */
  public static final long DEFAULT_STEP_MICROS = 10_000;

  public SimulatorSettings {
    if (stepMicros < 1000 || stepMicros > 1_000_000) {
      throw new IllegalArgumentException(
          "stepMicros must be in [1000, 1000000]: stepMicros=" + stepMicros);
    }
    if (grey.framesHz() * stepMicros > 1e6) {
      throw new IllegalArgumentException(
          "a step may end one grey frame at most: stepMicros="
              + stepMicros
              + ", framesHz="
              + grey.framesHz());
    }
  }

  /** A motion seen by a rig, all else as usual. */
  public static SimulatorSettings of(
      CameraRig rig, Motion motion, long subjectSeed, long noiseSeed) {
    return new SimulatorSettings(
        rig,
        motion,
        subjectSeed,
        noiseSeed,
        DEFAULT_STEP_MICROS,
        DvsSettings.davis346(),
        GreySettings.none(),
        SceneSettings.usual());
  }

  /** One person who goes through all kinds of movements, for people to look at. */
  public static SimulatorSettings demo(CameraRig rig, long seed) {
    return of(rig, MovementSequence.tour(seed), seed, seed);
  }

  public SimulatorSettings withDvs(DvsSettings dvs) {
    return new SimulatorSettings(rig, motion, subjectSeed, noiseSeed, stepMicros, dvs, grey, scene);
  }

  public SimulatorSettings withGrey(GreySettings grey) {
    return new SimulatorSettings(rig, motion, subjectSeed, noiseSeed, stepMicros, dvs, grey, scene);
  }

  public SimulatorSettings withScene(SceneSettings scene) {
    return new SimulatorSettings(rig, motion, subjectSeed, noiseSeed, stepMicros, dvs, grey, scene);
  }

  public SimulatorSettings withStepMicros(long stepMicros) {
    return new SimulatorSettings(rig, motion, subjectSeed, noiseSeed, stepMicros, dvs, grey, scene);
  }
}
