package evpose.simulation;

import evpose.camera.CameraRig;
import evpose.events.EventBuffer;
import evpose.simulation.PartMeter.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How fast the simulator is on one core, beside the plain way of doing the same ({@link
 * DenseYardstick}) in the same run.
 */
public final class SimulatorBench {
  private static final int STEPS_A_SECOND = 100;
  private static final int WARM_UP_STEPS = 1500;
  private static final int MOVEMENT_STEPS = 200;
  private static final int YARDSTICK_PICTURES = 1000;

  private final LongSupplier cpuNanos;
  private final LongSupplier allocatedBytes;

  /**
   * One stretch of simulated time.
   *
   * @param movement what the body did
   * @param realTimeFactor simulated seconds a second of one core
   * @param msPerCameraStep milliseconds of that core for 10 ms of one camera
   * @param eventsPerSecondAndCamera of simulated time
   * @param bytesPerStep allocated for 10 ms of all cameras
   * @param longestJumpPixels between two pictures
   */
  public record Speed(
      String movement,
      double realTimeFactor,
      double msPerCameraStep,
      double eventsPerSecondAndCamera,
      double bytesPerStep,
      double longestJumpPixels) {}

  /**
   * All that was found.
   *
   * @param tour a person who does all movements one after the other
   * @param bodyShare share of the time for poses and projection; the three make one
   * @param perMovement each of the 33 alone
   * @param yardstickRealTimeFactor of whole pictures at 1 kHz
   * @param ratio how many times faster the tour is than that
   */
  public record Result(
      Speed tour,
      double bodyShare,
      double rasterShare,
      double sensorShare,
      List<Speed> perMovement,
      double yardstickRealTimeFactor,
      double ratio) {
    public Speed slowest() {
      return byFactor().get(0);
    }

    public Speed fastest() {
      List<Speed> sorted = byFactor();
      return sorted.get(sorted.size() - 1);
    }

    private List<Speed> byFactor() {
      List<Speed> sorted = new ArrayList<>(perMovement);
      sorted.sort(Comparator.comparingDouble(Speed::realTimeFactor));
      return sorted;
    }
  }

  /**
   * @param cpuNanos processor time of the calling thread
   * @param allocatedBytes what the calling thread has allocated in its life
   */
  public SimulatorBench(LongSupplier cpuNanos, LongSupplier allocatedBytes) {
    this.cpuNanos = cpuNanos;
    this.allocatedBytes = allocatedBytes;
  }

  /**
   * Runs everything on the calling thread.
   *
   * @param seconds of the tour that are simulated; all of it takes 132
   */
  public Result run(CameraRig rig, int seconds) {
    SimulatorSettings settings = SimulatorSettings.demo(rig, 7);
    Simulator warm = new Simulator(SimulatorSettings.demo(rig, 5));
    for (int i = 0; i < WARM_UP_STEPS; i++) {
      warm.next();
    }
    Speed tour = measure("all", settings, seconds * STEPS_A_SECOND);
    PartMeter meter = new PartMeter(cpuNanos);
    Simulator metered = new Simulator(settings, meter);
    for (int i = 0; i < Math.min(seconds * STEPS_A_SECOND, WARM_UP_STEPS); i++) {
      metered.next();
    }
    List<Speed> movements = new ArrayList<>();
    for (int m = 0; m < Movements.COUNT; m++) {
      SimulatorSettings one = SimulatorSettings.of(rig, Movements.of(m, 1), m, m);
      movements.add(measure(Movements.nameOf(m), one, MOVEMENT_STEPS));
    }
    double yardstick = yardstick(settings);
    return new Result(
        tour,
        meter.share(Part.BODY),
        meter.share(Part.RASTER),
        meter.share(Part.SENSOR),
        movements,
        yardstick,
        tour.realTimeFactor / yardstick);
  }

  private Speed measure(String name, SimulatorSettings settings, int steps) {
    Simulator simulator = new Simulator(settings);
    int cameras = settings.rig().cameras().size();
    long events = 0;
    double longest = 0;
    long bytes = allocatedBytes.getAsLong();
    long start = cpuNanos.getAsLong();
    for (int i = 0; i < steps; i++) {
      for (EventBuffer buffer : simulator.next().events()) {
        events += buffer.size();
      }
      longest = Math.max(longest, simulator.longestJumpPixels());
    }
    double seconds = (cpuNanos.getAsLong() - start) * 1e-9;
    bytes = allocatedBytes.getAsLong() - bytes;
    double simulated = steps / (double) STEPS_A_SECOND;
    return new Speed(
        name,
        simulated / seconds,
        seconds * 1e3 / steps / cameras,
        events / simulated / cameras,
        bytes / (double) steps,
        longest);
  }

  private double yardstick(SimulatorSettings settings) {
    DenseYardstick dense = new DenseYardstick(settings);
    long events = 0;
    for (int i = 0; i < YARDSTICK_PICTURES / 2; i++) {
      events += dense.next();
    }
    long start = cpuNanos.getAsLong();
    for (int i = 0; i < YARDSTICK_PICTURES; i++) {
      events += dense.next();
    }
    double seconds = (cpuNanos.getAsLong() - start) * 1e-9;
    if (events == 0) {
      throw new IllegalStateException("the yardstick saw nothing move");
    }
    return YARDSTICK_PICTURES * 1e-3 / seconds;
  }
}
