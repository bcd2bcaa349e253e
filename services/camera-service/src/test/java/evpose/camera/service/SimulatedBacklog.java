package evpose.camera.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A backlog of one or two rigs and the instances that work it off, in ticks of 50 ms. The same seed
 * gives the same backlog, speeds and accidents, whatever the bound.
 *
 * <pre>
 *   log of a partition  |----- answered -----|-- handed over --|------------------|
 *                                            ^ next            ^ polled           ^ published by now
 * </pre>
 */
final class SimulatedBacklog {
  static final long BOUND_MICROS = 5_000_000;
  private static final long PACKET_MICROS = 10_000;
  private static final int POLL = 128;

  /** Data time that one poll may let through beyond the bound. */
  static final long POLL_MICROS = POLL * PACKET_MICROS;

  private static final long CALM_STILL_MILLIS = 1_000;
  private static final long TICK_MILLIS = 50;
  private static final long LOOK_MILLIS = 500;
  private static final long PATIENT_MILLIS = Abreast.PATIENCE.toMillis() - 2 * LOOK_MILLIS;
  private static final long TAKEOVER_MILLIS = 8_000;
  private static final long COMMIT_MILLIS = 200;

  private record Packet(int rig, int camera, long beginMicros, long publishedMillis) {
    String rigName() {
      return "rig" + rig;
    }

    String cameraName() {
      return "cam" + camera;
    }
  }

  private static final class Partition {
    final int number;
    final List<Packet> log = new ArrayList<>();
    double perTick; // packets
    long stalledFrom = Long.MAX_VALUE;
    long stalledTo;
    int owner;
    long ownedSince; // millis
    long freshMillis; // when it was last up to date
    int committed;
    int next;
    int polled;
    double spare;
    Abreast.Answers answers;

    Partition(int number) {
      this.number = number;
    }

    boolean stalled(long millis) {
      return millis >= stalledFrom && millis < stalledTo;
    }
  }

  /** What is true of a camera, whoever knows it. */
  private static final class Camera {
    Partition partition;
    long answeredMicros = -1;
    long movedMillis;
    long livesSince; // millis
    boolean beganAnew;

    void moveTo(long micros, long millis) {
      livesSince = millis - movedMillis > PATIENT_MILLIS ? millis : livesSince;
      movedMillis = millis;
      answeredMicros = micros;
    }
  }

  private final SplittableRandom random;
  private final long boundMicros;
  private final List<Partition> partitions = new ArrayList<>();
  private final Map<String, Camera> cameras = new HashMap<>(); // rig/camera
  private final Abreast[] instances;
  private final long[] deadUntil;
  private final boolean shared;
  private final boolean calm; // no accidents
  private final long stillMillis; // nothing moves for longer: a deadlock
  private long endMillis;
  private long millis;
  private long movedMillis;
  private long largestApartMicros;
  private int dying = -1;
  private long diesAt = Long.MAX_VALUE;

  /**
   * @param boundMicros 0 for cameras that do not wait for each other
   */
  SimulatedBacklog(long seed, long boundMicros) {
    random = new SplittableRandom(seed);
    this.boundMicros = boundMicros;
    instances = new Abreast[1 + random.nextInt(3)];
    deadUntil = new long[instances.length];
    shared = random.nextInt(3) == 0;
    publish();
    for (Partition partition : partitions) {
      partition.perTick = (100 + random.nextInt(1500)) * TICK_MILLIS / 1000.0;
      if (random.nextInt(6) == 0) {
        partition.stalledFrom = millis + random.nextInt(10_000);
        partition.stalledTo = partition.stalledFrom + random.nextInt(40_000);
      }
    }
    if (random.nextInt(3) == 0) {
      dying = random.nextInt(instances.length);
      diesAt = millis + random.nextInt(15_000);
    }
    calm = dying < 0 && partitions.stream().allMatch(p -> p.stalledTo == 0);
    boolean seesAll = instances.length == 1 || !shared;
    stillMillis = calm && seesAll ? CALM_STILL_MILLIS : Abreast.PATIENCE.toMillis() + 45_000;
    for (int i = 0; i < instances.length; i++) {
      start(i);
    }
  }

  /** Logs of which all but the last seconds lie there when the instances start. */
  private void publish() {
    List<Packet> all = new ArrayList<>();
    int rigs = 1 + random.nextInt(2);
    long lengthMicros = (20 + random.nextInt(60)) * 1_000_000L;
    int count = 0;
    for (int rig = 0; rig < rigs; rig++) {
      int n = 2 + random.nextInt(4);
      for (int camera = 0; camera < n; camera++) {
        Camera known = new Camera();
        int number = shared ? random.nextInt(3) : count++;
        while (partitions.size() <= number) {
          partitions.add(new Partition(partitions.size()));
        }
        known.partition = partitions.get(number);
        cameras.put("rig" + rig + "/cam" + camera, known);
        all.addAll(packets(rig, camera, lengthMicros, known));
      }
    }
    all.sort(Comparator.comparingLong(Packet::publishedMillis));
    all.forEach(p -> cameras.get(p.rigName() + "/" + p.cameraName()).partition.log.add(p));
    millis = lengthMicros / 1000;
    endMillis = millis + 5_000;
    movedMillis = millis;
  }

  private List<Packet> packets(int rig, int camera, long lengthMicros, Camera known) {
    long end = lengthMicros + 5_000_000;
    long lateMillis = shared ? random.nextInt(12_000) : random.nextInt(300); // crossed waits
    long silentFrom = random.nextInt(5) == 0 ? random.nextLong(end) : end;
    long anewFrom = random.nextInt(6) == 0 ? random.nextLong(end) : Long.MAX_VALUE;
    known.beganAnew = anewFrom < silentFrom;
    List<Packet> packets = new ArrayList<>();
    for (long micros = 0; micros < silentFrom; micros += PACKET_MICROS) {
      long begin = micros >= anewFrom ? micros - anewFrom : micros;
      packets.add(new Packet(rig, camera, begin, micros / 1000 + lateMillis));
    }
    return packets;
  }

  private void start(int instance) {
    instances[instance] = new Abreast(boundMicros);
    spread();
  }

  /** As the group would: partitions in turn over the instances that live. */
  private void spread() {
    List<Integer> living = new ArrayList<>();
    for (int i = 0; i < instances.length; i++) {
      if (instances[i] != null) {
        living.add(i);
      }
    }
    for (Partition partition : partitions) {
      int owner = living.get(partition.number % living.size());
      if (partition.answers == null || partition.owner != owner) {
        if (partition.answers != null) {
          partition.answers.end();
        }
        partition.owner = owner;
        partition.ownedSince = millis;
        partition.polled = partition.next;
        partition.answers = instances[owner].begin(partition.number);
      }
    }
  }

  /**
   * Until all is answered.
   *
   * @throws AssertionError when nothing moves, or it takes longer than this
   */
  void run(long untilMillis) {
    while (millis < endMillis || partitions.stream().anyMatch(p -> p.next < p.log.size())) {
      if (millis % COMMIT_MILLIS == 0) {
        partitions.forEach(p -> p.committed = p.next);
      }
      accidents();
      if (millis % LOOK_MILLIS == 0) {
        look();
      }
      for (int i = 0; i < instances.length; i++) {
        if (instances[i] != null) {
          tick(i);
        }
      }
      millis += TICK_MILLIS;
      require(millis <= untilMillis, "all is answered in time");
      boolean idle = partitions.stream().noneMatch(p -> published(p) > p.next);
      movedMillis = idle ? millis : movedMillis;
      require(millis - movedMillis <= stillMillis, "somebody goes on");
    }
  }

  private void accidents() {
    if (millis >= diesAt) {
      diesAt = Long.MAX_VALUE;
      instances[dying] = null;
      deadUntil[dying] = millis + TAKEOVER_MILLIS;
      for (Partition partition : partitions) {
        if (partition.owner == dying) {
          partition.next = partition.committed;
        }
      }
    }
    if (dying >= 0 && instances[dying] == null && millis >= deadUntil[dying]) {
      for (Partition partition : partitions) { // taken over, or its own again when it is alone
        partition.answers = partition.owner == dying ? null : partition.answers;
      }
      if (instances.length == 1) {
        start(0);
      } else {
        dying = -1;
        spread();
      }
    }
  }

  private void look() {
    for (Abreast instance : instances) {
      if (instance == null || instance.behind(nanos()).isEmpty()) {
        continue;
      }
      for (Partition partition : partitions) {
        if (!instance.answersHere(partition.number)) {
          instance.looked(partition.number, next(partition), nanos());
        }
      }
      instance.lookEnded(nanos());
    }
  }

  private Abreast.Next next(Partition partition) {
    int end = published(partition);
    int from = partition.committed;
    if (from >= end) {
      return new Abreast.Next(false, 0, List.of());
    }
    Map<String, Abreast.Place> first = new HashMap<>();
    for (Packet p : partition.log.subList(from, Math.min(end, from + 64))) {
      first.putIfAbsent(
          p.rigName() + "/" + p.cameraName(),
          new Abreast.Place(p.rigName(), p.cameraName(), p.beginMicros));
    }
    return new Abreast.Next(
        true, millis - partition.log.get(from).publishedMillis, List.copyOf(first.values()));
  }

  private void tick(int instance) {
    Set<Integer> held = instances[instance].held(nanos());
    for (Partition partition : partitions) {
      if (partition.owner == instance) {
        if (!held.contains(partition.number)) {
          poll(partition, instances[instance]);
        }
        answer(partition);
      }
    }
  }

  private void poll(Partition partition, Abreast abreast) {
    int end = Math.min(published(partition), partition.polled + POLL);
    if (end == partition.polled || partition.polled - partition.next > 2 * POLL) {
      return;
    }
    Map<String, Abreast.Handed> handed = new HashMap<>();
    for (Packet p : partition.log.subList(partition.polled, end)) {
      handed.merge(
          p.rigName() + "/" + p.cameraName(),
          new Abreast.Handed(
              p.rigName(), p.cameraName(), p.beginMicros, p.beginMicros + PACKET_MICROS),
          Abreast.Handed::andThen);
    }
    partition.polled = end;
    long ageMillis = millis - partition.log.get(end - 1).publishedMillis;
    abreast.polled(
        partition.number,
        new Abreast.Polled(
            end - 1, end < published(partition), ageMillis, List.copyOf(handed.values())),
        nanos());
    partition.freshMillis = ageMillis > Abreast.BEHIND_MILLIS ? partition.freshMillis : millis;
    if (millis - Math.max(partition.ownedSince, partition.freshMillis) > 2 * LOOK_MILLIS) {
      handed.values().forEach(this::measure);
    }
  }

  /** How far a camera that was given packets is ahead of those that it should wait for. */
  private void measure(Abreast.Handed handed) {
    if (shared) {
      return; // whoever waits for one of them may have to let the other run ahead
    }
    Camera self = cameras.get(handed.rig() + "/" + handed.camera());
    cameras.forEach(
        (name, other) -> {
          Partition at = other.partition;
          boolean lives =
              millis - other.movedMillis <= PATIENT_MILLIS
                  && millis - other.livesSince > 2 * LOOK_MILLIS;
          boolean behind =
              published(at) > at.next
                  && millis - at.log.get(at.next).publishedMillis
                      > Abreast.BEHIND_MILLIS + 2 * LOOK_MILLIS;
          boolean settled = millis - at.ownedSince > 2 * LOOK_MILLIS;
          long apart = handed.endMicros() - other.answeredMicros;
          if (name.startsWith(handed.rig() + "/")
              && !self.beganAnew
              && !other.beganAnew
              && other.answeredMicros >= 0
              && lives
              && behind
              && settled
              && apart < Abreast.REACH_MICROS) {
            largestApartMicros = Math.max(largestApartMicros, apart);
          }
        });
  }

  private void answer(Partition partition) {
    if (partition.stalled(millis)) {
      return;
    }
    partition.spare = Math.min(partition.spare + partition.perTick, 2 * partition.perTick + 1);
    while (partition.spare >= 1 && partition.next < partition.polled) {
      partition.spare--;
      Packet packet = partition.log.get(partition.next);
      long micros = packet.beginMicros + PACKET_MICROS;
      partition.answers.at(packet.rigName(), packet.cameraName(), micros, nanos());
      partition.answers.passed(partition.next++);
      Camera camera = cameras.get(packet.rigName() + "/" + packet.cameraName());
      camera.moveTo(micros, millis);
      movedMillis = millis;
    }
  }

  /** How many packets of it are in the log by now. */
  private int published(Partition partition) {
    int lo = partition.polled; // published already
    int hi = partition.log.size();
    while (lo < hi) {
      int mid = (lo + hi) / 2;
      if (partition.log.get(mid).publishedMillis <= millis) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /**
   * So much longer all may take by waiting: patience, where there is something to be patient with.
   */
  long waitsMillis() {
    return stillMillis == CALM_STILL_MILLIS ? 10_000 : 60_000;
  }

  long millis() {
    return millis;
  }

  long largestApartMicros() {
    return largestApartMicros;
  }

  /** What it is made of, for failures. */
  @Override
  public String toString() {
    StringBuilder all =
        new StringBuilder(
            "instances="
                + instances.length
                + ", shared="
                + shared
                + ", calm="
                + calm
                + (cameras.values().stream().anyMatch(c -> c.beganAnew) ? ", anew" : ""));
    for (Partition p : partitions) {
      all.append(
          String.format(
              "%n  partition %d: %.1f packets a tick, next %d of %d, owner %d, stalled %d to %d",
              p.number, p.perTick, p.next, p.log.size(), p.owner, p.stalledFrom, p.stalledTo));
    }
    return all.toString();
  }

  private static void require(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }
}
