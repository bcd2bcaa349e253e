package evpose.cli.chaos;

import evpose.camera.CameraRig;
import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.simulation.MovementSequence;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Some simulated seconds of a rig, played over and over as one endless take. Not thread-safe. */
final class PacketLoop {
  private final List<List<EventBuffer>> steps = new ArrayList<>(); // [step][camera]
  private final List<PacketCutter> cutters = new ArrayList<>();
  private final EventBuffer shifted = new EventBuffer();
  private final long stepMicros;
  private long next;

  /**
   * Renders.
   *
   * @param length steps
   * @param goOn asked with each rendered step
   */
  PacketLoop(CameraRig rig, long seed, int length, IntPredicate goOn) {
    SimulatorSettings settings = SimulatorSettings.of(rig, MovementSequence.tour(seed), seed, seed);
    stepMicros = settings.stepMicros();
    Simulator simulator = new Simulator(settings);
    for (int s = 0; s < length && goOn.test(s); s++) {
      SimulatedStep step = simulator.next();
      List<EventBuffer> cameras = new ArrayList<>();
      for (EventBuffer events : step.events()) {
        cameras.add(shifted(events, -s * stepMicros, new EventBuffer()));
      }
      steps.add(cameras);
    }
    rig.cameras()
        .forEach(
            c ->
                cutters.add(
                    new PacketCutter(
                        rig.id(), c.id(), new SensorGeometry(c.width(), c.height()), 0)));
  }

  /** The next step's packets, by camera. */
  List<List<EventPacket>> next() {
    List<EventBuffer> events = steps.get((int) (next % steps.size()));
    long begin = next * stepMicros;
    List<List<EventPacket>> packets = new ArrayList<>();
    for (int c = 0; c < cutters.size(); c++) {
      EventBuffer placed = shifted(events.get(c), begin, shifted);
      packets.add(cutters.get(c).cut(placed, begin, begin + stepMicros));
    }
    next++;
    return packets;
  }

  private static EventBuffer shifted(EventBuffer events, long micros, EventBuffer into) {
    into.clear();
    for (int i = 0; i < events.size(); i++) {
      into.add(events.x(i), events.y(i), events.micros(i) + micros, events.polarity(i));
    }
    return into;
  }

  long stepMicros() {
    return stepMicros;
  }

  /** Steps so far. */
  long steps() {
    return next;
  }

  /** Packets of a camera so far. */
  long sent(int camera) {
    return cutters.get(camera).nextSequence();
  }
}
