package evpose.camera.service;

import evpose.camera.CameraRig;
import evpose.camera.RingRig;
import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.messages.RigMessage;
import evpose.simulation.Movements;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What two simulated cameras see of someone who jogs, as packets in the order of time. Packets of 7
 * ms, so that steps and packets end together only now and then.
 */
final class SimulatedPackets {
  static final long STEP_MICROS = 10_000;
  static final long PACKET_MICROS = 7_000;
  static final CameraRig CAMERAS = RingRig.of(2);
  static final RigMessage RIG = RigMessage.of(CAMERAS, STEP_MICROS, "", "");

  private SimulatedPackets() {}

  /**
   * @param steps how long, a multiple of 7 ends with a whole packet
   */
  static List<EventPacket> of(int steps) {
    return of(steps, PACKET_MICROS);
  }

  static List<EventPacket> of(int steps, long packetMicros) {
    int n = CAMERAS.cameras().size();
    List<EventBuffer> seen = new ArrayList<>();
    List<PacketCutter> cutters = new ArrayList<>();
    CAMERAS
        .cameras()
        .forEach(
            c -> {
              seen.add(new EventBuffer());
              cutters.add(
                  new PacketCutter(
                      CAMERAS.id(), c.id(), new SensorGeometry(c.width(), c.height()), 0));
            });
    Simulator simulator = new Simulator(SimulatorSettings.of(CAMERAS, Movements.of(20, 3), 3, 3));
    for (int i = 0; i < steps; i++) {
      SimulatedStep step = simulator.next();
      for (int c = 0; c < n; c++) {
        copy(step.events().get(c), seen.get(c));
      }
    }
    List<EventPacket> packets = new ArrayList<>();
    int[] next = new int[n];
    for (long begin = 0; begin < steps * STEP_MICROS; begin += packetMicros) {
      long end = Math.min(begin + packetMicros, steps * STEP_MICROS);
      for (int c = 0; c < n; c++) {
        EventBuffer part = new EventBuffer();
        EventBuffer all = seen.get(c);
        while (next[c] < all.size() && all.micros(next[c]) < end) {
          int i = next[c]++;
          part.add(all.x(i), all.y(i), all.micros(i), all.polarity(i));
        }
        packets.addAll(cutters.get(c).cut(part, begin, end));
      }
    }
    return packets;
  }

  private static void copy(EventBuffer from, EventBuffer to) {
    for (int i = 0; i < from.size(); i++) {
      to.add(from.x(i), from.y(i), from.micros(i), from.polarity(i));
    }
  }

  /** Those of one camera. */
  static List<EventPacket> ofCamera(List<EventPacket> packets, int camera) {
    String id = CAMERAS.cameras().get(camera).id();
    return packets.stream().filter(p -> p.camera().equals(id)).toList();
  }
}
