package evpose.simulation;

import evpose.camera.Dhp19Rig;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Prints how much faster than real time four cameras run on one thread, and their event rates: a
 * line for each movement. Not a test: speed is the machine's.
 */
final class SpeedCheck {
  private static final int STEPS = 300;

  private SpeedCheck() {}

  public static void main(String[] args) {
    run(SimulatorSettings.demo(Dhp19Rig.rig(), 5), 1000);
    for (int movement = 0; movement < Movements.COUNT; movement++) {
      SimulatorSettings settings =
          SimulatorSettings.of(Dhp19Rig.rig(), Movements.of(movement, 1), movement, movement);
      System.out.println(Movements.nameOf(movement) + ": " + run(settings, STEPS));
    }
    System.out.println("demo, 30 s: " + run(SimulatorSettings.demo(Dhp19Rig.rig(), 7), 3000));
  }

  private static String run(SimulatorSettings settings, int steps) {
    Simulator simulator = new Simulator(settings);
    long events = 0;
    long start = cpuNanos();
    for (int i = 0; i < steps; i++) {
      SimulatedStep step = simulator.next();
      for (int c = 0; c < 4; c++) {
        events += step.events().get(c).size();
      }
    }
    double seconds = (cpuNanos() - start) * 1e-9;
    double simulated = steps * 0.01;
    return String.format(
        Locale.ROOT,
        "%.2f of a core, %.1f times real time, %.1f k events a second and camera",
        seconds / simulated,
        simulated / seconds,
        events / simulated / 4000);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
