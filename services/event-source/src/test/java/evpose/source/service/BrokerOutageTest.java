package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import evpose.streaming.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker goes away while steps are published, and comes back. */
class BrokerOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final int LIMIT_BYTES = 20_000;
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(new RigCamera("cam0", 346, 260, 0), new RigCamera("cam1", 346, 260, 1)),
          0,
          ScriptedFeed.STEP_MICROS,
          "",
          "");

  @TempDir Path directory;

  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws InterruptedException {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    TopicAdmin.createMissing(broker.bootstrap(), PATIENCE);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void whoeverWaitsLosesNothingAndSaysNothingTwice() throws Exception {
    ScriptedFeed feed = new ScriptedFeed("r", 2, 400, true);
    SourceSummary summary;
    try (SourceProducer producer = open(EventPublisher.WAIT)) {
      EventPublisher publisher = publisher(producer, EventPublisher.WAIT);
      publish(publisher, feed, 100);
      broker.close();
      publish(publisher, feed, 200);
      broker.start();
      publish(publisher, feed, 100);
      publisher.flush();
      summary = publisher.summary("script", 0);
    }
    assertThat(summary.droppedSteps()).isZero();
    for (int c = 0; c < 2; c++) {
      List<EventPacket> packets = packets(c);
      assertThat(packets).hasSize(400).allMatch(p -> p.droppedBefore() == 0);
      for (int i = 0; i < packets.size(); i++) {
        assertThat(packets.get(i).sequence()).isEqualTo(i);
        assertThat(packets.get(i).beginMicros()).isEqualTo(i * ScriptedFeed.STEP_MICROS);
      }
    }
  }

  @Test
  void whoeverMayDropDoesNotWaitAndTheNextPacketSaysWhatIsMissing() throws Exception {
    ScriptedFeed feed = new ScriptedFeed("r", 2, 1_200, false);
    SourceSummary summary;
    try (SourceProducer producer = open(LIMIT_BYTES)) {
      EventPublisher publisher = publisher(producer, LIMIT_BYTES);
      publish(publisher, feed, 20);
      publisher.flush();
      broker.close();
      publish(publisher, feed, 1_000);
      long dropped = publisher.summary("script", 0).droppedSteps();
      assertThat(dropped).isBetween(500L, 999L);
      publish(publisher, feed, 100);
      assertThat(publisher.summary("script", 0).droppedSteps()).isEqualTo(dropped + 100);
      broker.start();
      publisher.flush();
      assertEverythingIsAccountedFor(publisher.summary("script", 0), 1_120);
      publish(publisher, feed, 80); // a slow broker may cost some of these too
      publisher.flush();
      summary = publisher.summary("script", 0);
    }
    assertEverythingIsAccountedFor(summary, 1_200);
  }

  private void assertEverythingIsAccountedFor(SourceSummary summary, long offered) {
    assertThat(summary.steps() + summary.droppedSteps()).isEqualTo(offered);
    assertThat(summary.droppedSteps()).isPositive();
    for (int c = 0; c < 2; c++) {
      List<EventPacket> packets = packets(c);
      assertThat(packets).hasSize((int) summary.cameras().get(c).packets());
      for (int i = 0; i < packets.size(); i++) {
        assertThat(packets.get(i).sequence()).isEqualTo(i);
      }
      long events = packets.stream().mapToLong(EventPacket::size).sum();
      long told = packets.stream().mapToLong(EventPacket::droppedBefore).sum();
      assertThat(events + told).as("offered = published + dropped").isEqualTo(offered * (3 + c));
      assertThat(told).isEqualTo(summary.cameras().get(c).dropped());
      EventPacket last = packets.get(packets.size() - 1);
      assertThat(last.endMicros()).isEqualTo(offered * ScriptedFeed.STEP_MICROS);
    }
  }

  private static void publish(EventPublisher publisher, ScriptedFeed feed, int steps) {
    for (int i = 0; i < steps; i++) {
      publisher.publish(feed.next());
    }
  }

  private SourceProducer open(long limitBytes) {
    return SourceProducer.open(Map.of("bootstrap.servers", broker.bootstrap()), limitBytes);
  }

  private static EventPublisher publisher(SourceProducer producer, long limitBytes) {
    return new EventPublisher(
        producer.producer(), RIG, new LogPosition(0, List.of(0L, 0L)), limitBytes, CLOCK);
  }

  private List<EventPacket> packets(int partition) {
    List<EventPacket> packets = new ArrayList<>();
    try (LogScan scan = new LogScan(Map.of("bootstrap.servers", broker.bootstrap()))) {
      for (LogScan.Range range : scan.ranges(Topics.EVENTS)) {
        if (range.partition().partition() == partition) {
          scan.read(
              range,
              record -> {
                packets.add(decoded(record.value()));
                return true;
              });
        }
      }
    }
    return packets;
  }

  private static EventPacket decoded(byte[] value) {
    try {
      return EventPackets.decode(value);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
