package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.events.EventPacket;
import org.junit.jupiter.api.Test;

/** Rates, packets, operations and the tail of events: the small counters. */
class MetersTest {
  static final long SECOND = 1_000_000_000L;
  static final double RATE_TOLERANCE = 1e-6; // exact up to rounding

  @Test
  void rateOfTheRunReachesFromTheFirstToTheLastArrival() {
    RateMeter rate = new RateMeter();
    for (int i = 0; i <= 200; i++) {
      rate.mark(1_000 * SECOND + i * SECOND / 100);
    }
    assertThat(rate.count()).isEqualTo(201);
    assertThat(rate.perSecond()).isCloseTo(100, within(RATE_TOLERANCE));
    assertThat(rate.perSecondLast30s()).isCloseTo(100, within(RATE_TOLERANCE));
    assertThat(rate.perSecondNow(1_001 * SECOND)).isCloseTo(100, within(RATE_TOLERANCE));
    assertThat(rate.perSecondNow(1_060 * SECOND)).isZero();
  }

  @Test
  void last30sEndAtTheLastArrivalAndForgetTheSlowBeginning() {
    RateMeter rate = new RateMeter();
    for (int i = 0; i < 20; i++) {
      rate.mark(i * SECOND); // one a second
    }
    for (int i = 0; i <= 3500; i++) {
      rate.mark(20 * SECOND + i * SECOND / 100); // then a hundred
    }
    assertThat(rate.perSecondLast30s()).isCloseTo(100, within(RATE_TOLERANCE));
    assertThat(rate.perSecond()).isLessThan(70);
  }

  @Test
  void packetsAddUp() {
    PacketLedger packets = new PacketLedger();
    for (long sequence : new long[] {7, 8, 9, 9, 12, 13}) { // 9 twice, 10 and 11 missing
      packets.published(PacketLedgerTest.packet(sequence, sequence * 10_000));
    }
    packets.consumed(4, 140_000);
    assertThat(packets.published()).isEqualTo(6);
    assertThat(packets.missing()).isEqualTo(2);
    assertThat(packets.inFlight()).isEqualTo(1);
    packets.consumed(1, 150_000);
    assertThat(packets.inFlight()).isZero();
  }

  @Test
  void aRecordThatIsNoPacketIsPublishedAndSetAsideButNotMissing() {
    PacketLedger packets = new PacketLedger();
    packets.published(PacketLedgerTest.packet(0, 0));
    packets.undecodable(); // sits where sequence 1 should be
    packets.published(PacketLedgerTest.packet(2, 20_000));
    packets.setAside();
    packets.consumed(2, 30_000);
    assertThat(packets.published()).isEqualTo(3);
    assertThat(packets.missing()).isZero();
    assertThat(packets.inFlight()).isZero();
  }

  @Test
  void posesFromBeforeTheFirstPacketSeenConsumeNothing() {
    PacketLedger packets = new PacketLedger();
    packets.published(PacketLedgerTest.packet(500, 5_000_000));
    packets.consumed(1, 5_000_000);
    packets.consumed(1, 5_010_000);
    assertThat(packets.consumed()).isEqualTo(1);
  }

  @Test
  void operationsASecondAreTakenOverDataTime() {
    OperationMeter operations = new OperationMeter();
    for (int step = 0; step < 2000; step++) { // 20 s; every tenth step a key frame
      operations.add(10_000, step % 10 == 0 ? 1_000_000 : 50_000, step < 1000 ? 0 : 7_000, 3);
    }
    assertThat(operations.macsPerSecond()).isEqualTo(10 * 1_000_000 + 90 * 50_000);
    assertThat(operations.acsPerSecond()).isEqualTo(350_000);
    assertThat(operations.acsPerSecondNow()).isEqualTo(700_000);
    assertThat(operations.denseMacsPerSecond()).isEqualTo(100_000_000);
    assertThat(operations.neuronUpdates()).isEqualTo(6000);
  }

  @Test
  void eventsOfTheLast30MsAreThinnedOutEvenly() {
    EventTail tail = new EventTail();
    for (int packet = 0; packet < 10; packet++) {
      tail.add(packet(packet, 1000));
    }
    int[] all = tail.sample(10_000);
    assertThat(all).hasSize(3000);
    assertThat(all[0]).isEqualTo((7 * 100 + 0) * 2); // row = packet 7, column 0, OFF
    assertThat(all[2999]).isEqualTo((9 * 100 + 99) * 2 + 1);
    assertThat(tail.sample(1500)).hasSize(1500);
    assertThat(tail.sample(1000)).hasSize(1000);
    assertThat(tail.sample(999)).hasSize(750); // every fourth: an even step, never more than asked
    assertThat(new EventTail().sample(10)).isEmpty();
  }

  /** 10 ms of events: row = number of the packet, columns 0 to 99 over and over. */
  private static EventPacket packet(int number, int events) {
    short[] x = new short[events];
    short[] y = new short[events];
    int[] dt = new int[events];
    byte[] polarity = new byte[events];
    for (int i = 0; i < events; i++) {
      x[i] = (short) (i % 100);
      y[i] = (short) number;
      dt[i] = i * 10;
      polarity[i] = (byte) (i % 2);
    }
    long begin = number * 10_000L;
    return new EventPacket(
        "r", "c", 100, 100, number, begin, begin + 10_000, 0, x, y, dt, polarity);
  }
}
