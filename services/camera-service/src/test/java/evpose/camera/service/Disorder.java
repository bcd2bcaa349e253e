package evpose.camera.service;

import evpose.events.EventPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One camera's log, with everything that packets may do. */
final class Disorder {
  static final int WIDTH = 346;
  static final int HEIGHT = 260;

  private final String camera;
  private final Random random;
  private final List<EventPacket> log = new ArrayList<>();
  private long begin;
  private long sequence;

  private Disorder(String camera, long seed) {
    this.camera = camera;
    random = new Random(seed);
  }

  /** A log of so many packets or a few more. */
  static List<EventPacket> log(long seed, int packets) {
    return log("a", seed, packets);
  }

  /** The log of a camera of rig r. */
  static List<EventPacket> log(String camera, long seed, int packets) {
    Disorder disorder = new Disorder(camera, seed);
    while (disorder.log.size() < packets) {
      disorder.goOn();
    }
    return disorder.log;
  }

  private void goOn() {
    for (int i = random.nextInt(300); i >= 0; i--) {
      log.add(next());
    }
    switch (random.nextInt(11)) {
      case 0 -> { // lost
        int lost = 1 + random.nextInt(5);
        begin += 10_000L * lost;
        sequence += lost;
      }
      case 1 -> log.add(log.get(log.size() - 1)); // twice
      case 2 -> { // a batch twice
        int from = Math.max(0, log.size() - 1 - random.nextInt(60));
        log.addAll(List.copyOf(log.subList(from, log.size())));
      }
      case 3 -> { // overtaken
        EventPacket first = next();
        log.add(next());
        log.add(first);
      }
      case 4 -> begin += 10_000L * random.nextInt(3_000); // the clock leaps
      case 5 -> sequence = 0; // counts anew
      case 6 -> { // begins anew altogether
        sequence = 0;
        begin = 0;
      }
      case 7 -> { // turns back a little, counting anew
        sequence = 0;
        begin = Math.max(0, begin - random.nextInt(9_000_000));
      }
      case 8 -> begin = Math.max(0, begin - 10_000_000L - random.nextInt(50_000_000)); // far
      case 9 -> { // another publisher, for a while
        long otherBegin = random.nextInt(200_000_000);
        long otherSequence = random.nextInt(10_000);
        for (int i = random.nextInt(40); i >= 0; i--) {
          log.add(packet(otherSequence++, otherBegin));
          otherBegin += 10_000;
          if (random.nextInt(4) > 0) {
            log.add(next());
          }
        }
      }
      default -> { // something very old once more
        log.add(log.get(random.nextInt(log.size())));
      }
    }
  }

  private EventPacket next() {
    EventPacket packet = packet(sequence++, begin);
    begin += 10_000;
    return packet;
  }

  private EventPacket packet(long sequence, long begin) {
    int size = random.nextInt(3);
    short[] x = new short[size];
    short[] y = new short[size];
    for (int i = 0; i < size; i++) {
      x[i] = (short) random.nextInt(WIDTH);
      y[i] = (short) random.nextInt(HEIGHT);
    }
    int[] dt = random.ints(size, 0, 10_000).sorted().toArray();
    return new EventPacket(
        "r", camera, WIDTH, HEIGHT, sequence, begin, begin + 10_000, 0, x, y, dt, new byte[size]);
  }
}
