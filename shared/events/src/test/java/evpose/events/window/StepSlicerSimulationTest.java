package evpose.events.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import evpose.events.EventPacket;
import evpose.events.StepGrid;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of histories in which packets are cut at random, lost, repeated, late, empty, long, and
 * clocks leap: the promises of slicing hold after every packet.
 */
class StepSlicerSimulationTest {
  private static final StepGrid GRID = new StepGrid(10_000);

  /** What a closed step held, by the event's number: no two events share a place and a time. */
  private record Closed(long step, List<Long> events) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyEventComesOnceInItsStepAndStepsAscend(long firstSeed) {
    for (long seed = firstSeed * 1000; seed < firstSeed * 1000 + 300; seed++) {
      List<EventPacket> log = log(new Random(seed));
      List<Closed> closed = new ArrayList<>();
      StepSlicer slicer = new StepSlicer(GRID, step -> closed.add(copy(step)));
      TreeMap<Long, List<Long>> expected = new TreeMap<>(); // of steps that are still to be closed
      long lastSequence = -1;
      long open = Long.MIN_VALUE;
      long late = 0;
      long events = 0;
      int checked = 0;
      for (EventPacket packet : log) {
        slicer.accept(packet);
        if (packet.sequence() <= lastSequence) {
          assertThat(closed).as("seed " + seed).hasSize(checked);
          continue;
        }
        lastSequence = packet.sequence();
        long first = ceilStep(packet.beginMicros());
        boolean leapt = GRID.stepOf(packet.beginMicros()) - open > StepSlicer.MAX_JUMP_STEPS;
        if (open == Long.MIN_VALUE) {
          open = first;
        } else if (leapt) {
          if (expected.containsKey(open)) { // an open step without events is not worth a word
            checked = check(closed, checked, open, open, expected, seed);
          }
          open = first;
        }
        for (int i = 0; i < packet.size(); i++) {
          if (packet.micros(i) < GRID.beginMicros(open)) {
            late++;
          } else {
            expected
                .computeIfAbsent(GRID.stepOf(packet.micros(i)), s -> new ArrayList<>())
                .add(packet.micros(i));
            events++;
          }
        }
        long end = GRID.stepOf(packet.endMicros()); // all steps before this one are whole
        if (end > open) {
          checked = check(closed, checked, open, end - 1, expected, seed);
          open = end;
        }
        assertThat(closed).as("seed " + seed + ", after " + packet).hasSize(checked);
      }
      long waiting = expected.values().stream().mapToLong(List::size).sum();
      long delivered = closed.stream().mapToLong(step -> step.events.size()).sum();
      assertThat(delivered + waiting).as("seed " + seed).isEqualTo(events);
      assertThat(slicer.counts().lateEvents()).as("seed " + seed).isEqualTo(late);
    }
  }

  /**
   * Steps [from, to] must have been closed next, each with exactly the events that fell into it.
   */
  private static int check(
      List<Closed> closed,
      int checked,
      long from,
      long to,
      TreeMap<Long, List<Long>> expected,
      long seed) {
    int at = checked;
    for (long step = from; step <= to; step++, at++) {
      List<Long> events = expected.remove(step);
      assertThat(closed.get(at))
          .as("seed " + seed)
          .isEqualTo(new Closed(step, events == null ? List.of() : events));
    }
    return at;
  }

  /** So the log is the state: who begins later knows the same, one step after where it began. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void aSlicerThatBeginsLaterAgreesOnAllStepsThatItSawWhole(long firstSeed) {
    int compared = 0;
    for (long seed = firstSeed * 1000; seed < firstSeed * 1000 + 300; seed++) {
      Random random = new Random(seed);
      List<EventPacket> log = log(random);
      int start = random.nextInt(log.size());
      long seen =
          Long.MIN_VALUE; // of the packets before: late ones after may belong to these steps
      for (EventPacket packet : log.subList(0, start)) {
        seen = Math.max(seen, packet.endMicros());
      }
      long whole = Math.max(ceilStep(log.get(start).beginMicros()), ceilStep(Math.max(seen, 0)));
      List<Closed> all = slice(log);
      List<Closed> later = slice(log.subList(start, log.size()));
      all.removeIf(step -> step.step <= whole);
      later.removeIf(step -> step.step <= whole);
      assertThat(later).as("seed " + seed + ", start " + start).isEqualTo(all);
      compared += later.size();
    }
    assertThat(compared).isGreaterThan(10_000);
  }

  @Test
  void allocatesNothingOnceWarm() {
    List<EventPacket> packets = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long begin = 10_000L * i;
      long[] times = new Random(i).longs(200, begin, begin + 10_000).sorted().toArray();
      packets.add(StepSlicerTest.packet(i, begin, begin + 10_000, times));
    }
    EventHistory history = new EventHistory(7_500, 1_000_000);
    long[] selected = new long[1];
    StepSlicer slicer =
        new StepSlicer(
            GRID,
            step -> {
              history.add(step);
              selected[0] += history.snapshot(GRID.endMicros(step.step()));
            });
    packets.subList(0, 2_000).forEach(slicer::accept);
    assumeThat(ManagementFactory.getThreadMXBean())
        .as("this JVM does not count allocations")
        .isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 2_000; i < 3_000; i++) {
      slicer.accept(packets.get(i));
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(selected[0]).isGreaterThan(2_000_000);
    assertThat(bytes).isLessThan(1_000); // the counting itself; one object a step were 16 000
  }

  private static List<EventPacket> log(Random random) {
    List<EventPacket> log = new ArrayList<>();
    long begin = random.nextInt(50_000);
    int count = 1 + random.nextInt(40);
    long sequence = random.nextInt(100);
    for (int i = 0; i < count; i++) {
      long end = begin + 1 + random.nextInt(random.nextBoolean() ? 4_000 : 35_000);
      long[] times = random.longs(random.nextInt(6), begin, end).sorted().toArray();
      EventPacket packet = StepSlicerTest.packet(sequence++, begin, end, times);
      begin = end;
      switch (random.nextInt(12)) {
        case 0 -> {} // lost on the way: a hole in sequence and time
        case 1 -> { // repeated, at once or much later
          log.add(packet);
          log.add(log.get(random.nextInt(log.size())));
        }
        case 2 -> { // the clock was set forward
          log.add(packet);
          long steps = random.nextInt(3) * StepSlicer.MAX_JUMP_STEPS / 2 + random.nextInt(100);
          begin += 10_000 * steps + random.nextInt(10_000);
        }
        case 3 -> { // the next one overlaps
          log.add(packet);
          begin = Math.max(0, begin - random.nextInt(30_000));
        }
        default -> log.add(packet);
      }
    }
    if (log.isEmpty()) {
      log.add(StepSlicerTest.packet(sequence, begin, begin + 1));
    }
    return log;
  }

  private static long ceilStep(long micros) {
    return -Math.floorDiv(-micros, GRID.stepMicros());
  }

  private static List<Closed> slice(List<EventPacket> log) {
    List<Closed> closed = new ArrayList<>();
    StepSlicer slicer = new StepSlicer(GRID, step -> closed.add(copy(step)));
    log.forEach(slicer::accept);
    return closed;
  }

  private static Closed copy(StepEvents step) {
    List<Long> events = new ArrayList<>();
    for (int i = 0; i < step.size(); i++) {
      events.add(step.micros(i));
    }
    return new Closed(step.step(), events);
  }
}
