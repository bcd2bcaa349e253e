package evpose.camera.service;

import evpose.events.EventPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One camera's log, with everything that packets may do. */
final class Disorder {
  private final Random random;
  private final List<EventPacket> log = new ArrayList<>();
  private long begin;
  private long sequence;

  private Disorder(long seed) {
    random = new Random(seed);
  }

  /** A log of so many packets or a few more. */
  static List<EventPacket> log(long seed, int packets) {
    Disorder disorder = new Disorder(seed);
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
    short[] zero = new short[size];
    int[] dt = random.ints(size, 0, 10_000).sorted().toArray();
    return new EventPacket(
        "r", "a", 8, 8, sequence, begin, begin + 10_000, 0, zero, zero, dt, new byte[size]);
  }
}
