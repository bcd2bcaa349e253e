package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.CameraFrame;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.messages.CameraFrames;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000, 5);
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(new RigCamera("cam0", 346, 260, 7), new RigCamera("cam1", 346, 260, 3)),
          5,
          ScriptedFeed.STEP_MICROS,
          "",
          "");

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final ScriptedFeed feed = new ScriptedFeed("r", 2, 10, true);

  @Test
  void eachCameraGoesToItsPartitionWithItsKeyAndThePublishingTime()
      throws MalformedMessageException {
    EventPublisher publisher = publisher(new LogPosition(0, List.of(0L, 0L)));
    publisher.publish(feed.next());
    ProducerRecord<byte[], byte[]> record = on(Topics.EVENTS).get(1);
    assertThat(record.partition()).isEqualTo(3);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("r/cam1");
    assertThat(TimingHeaders.nanos(record.headers(), TimingHeaders.PUBLISHED_NANOS))
        .hasValue(1_700_000_000_000_000_005L);
    EventPacket packet = EventPackets.decode(record.value());
    assertThat(packet).hasToString("r/cam1 #0 [0, 10000) 4 events");
    assertThat(packet.y(0)).isEqualTo(10);
  }

  private static EventFeed.Frame frame(long step, int level) {
    byte[] pixels = new byte[346 * 260];
    Arrays.fill(pixels, (byte) level);
    long end = (step + 1) * ScriptedFeed.STEP_MICROS;
    return new EventFeed.Frame(end - 8_000, end, pixels);
  }

  @Test
  void aFrameIsStoredBeforeThePacketThatNamesIt() throws MalformedMessageException {
    EventPublisher publisher = publisher(new LogPosition(20_000, List.of(0L, 0L)));
    EventFeed.Step first = feed.next();
    publisher.publish(first);
    EventFeed.Step step = feed.next();
    publisher.publish(
        new EventFeed.Step(
            1, step.events(), null, Arrays.asList(null, frame(1, 200)))); // of cam1 alone
    publisher.publish(
        new EventFeed.Step(2, feed.next().events(), null, List.of(frame(2, 10), frame(2, 20))));
    List<ProducerRecord<byte[], byte[]>> frames = on(Topics.FRAMES);
    assertThat(frames).hasSize(3);
    assertThat(frames.get(0).partition()).isEqualTo(3);
    assertThat(new String(frames.get(0).key(), StandardCharsets.UTF_8)).isEqualTo("r/cam1");
    CameraFrame stored = CameraFrames.decode(frames.get(0).value());
    assertThat(stored).hasToString("r/cam1 frame #20002 [200012000, 200020000) 346x260");
    assertThat(stored.pixels()).containsOnly(200);
    List<FrameRef> named = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : on(Topics.EVENTS)) {
      named.add(EventPackets.decode(record.value()).frame());
    }
    assertThat(named)
        .containsExactly(
            null,
            null,
            null,
            new FrameRef(0, 200_020_000),
            new FrameRef(1, 200_030_000), // the mock counts all partitions together
            new FrameRef(2, 200_030_000));
  }

  @Test
  void withoutItsFrameNoPacketGoesOut() {
    MockProducer<byte[], byte[]> refusing =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    EventPublisher publisher =
        new EventPublisher(
            refusing,
            RIG,
            new LogPosition(0, List.of(0L, 0L)),
            EventPublisher.WAIT,
            InstantSource.fixed(NOW));
    EventFeed.Step step = feed.next();
    Thread broker =
        new Thread(
            () -> {
              while (!refusing.errorNext(new RecordTooLargeException("too large"))) {
                Thread.onSpinWait();
              }
            });
    broker.start();
    assertThatThrownBy(
            () ->
                publisher.publish(
                    new EventFeed.Step(0, step.events(), null, Arrays.asList(frame(0, 1), null))))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("too large");
    assertThat(refusing.history()).allMatch(record -> record.topic().equals(Topics.FRAMES));
  }

  @Test
  void theTruthGoesToTheRigsPartition() throws MalformedMessageException {
    EventPublisher publisher = publisher(new LogPosition(0, List.of(0L, 0L)));
    feed.next();
    publisher.publish(feed.next());
    ProducerRecord<byte[], byte[]> record = on(Topics.GROUND_TRUTH).get(0);
    assertThat(record.partition()).isEqualTo(5);
    assertThat(Json.decode(record.value(), TruthMessage.class))
        .isEqualTo(TruthMessage.of("r", 1, 10_000, ScriptedFeed.joints(1)));
  }

  @Test
  void aLogThatGoesOnShiftsTimeAndSequenceOfEventsAndTruthAlike() throws MalformedMessageException {
    EventPublisher publisher = publisher(new LogPosition(20_000, List.of(42L, 8L)));
    feed.next();
    publisher.publish(feed.next());
    EventPacket packet = EventPackets.decode(on(Topics.EVENTS).get(0).value());
    assertThat(packet).hasToString("r/cam0 #42 [200010000, 200020000) 3 events");
    assertThat(packet.micros(1)).isEqualTo(200_010_100);
    assertThat(Json.decode(on(Topics.GROUND_TRUTH).get(0).value(), TruthMessage.class).step())
        .isEqualTo(20_001);
  }

  @Test
  void countsWhatItPublished() {
    EventPublisher publisher = publisher(new LogPosition(0, List.of(0L, 0L)));
    for (int i = 0; i < 10; i++) {
      publisher.publish(feed.next());
    }
    SourceSummary summary = publisher.summary("script", 2);
    assertThat(summary)
        .isEqualTo(
            new SourceSummary(
                "r",
                "script",
                0,
                10,
                List.of(
                    new SourceSummary.Camera("cam0", 10, 30, 0),
                    new SourceSummary.Camera("cam1", 10, 40, 0)),
                2,
                0));
    assertThat(summary.packets()).isEqualTo(20);
    assertThat(summary.events()).isEqualTo(70);
  }

  @Test
  void aPacketThatCannotBeSentStopsTheSourceWithItsCause() {
    MockProducer<byte[], byte[]> refusing =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    EventPublisher publisher =
        new EventPublisher(
            refusing,
            RIG,
            new LogPosition(0, List.of(0L, 0L)),
            EventPublisher.WAIT,
            InstantSource.fixed(NOW));
    publisher.publish(feed.next());
    refusing.errorNext(new RecordTooLargeException("too large"));
    EventFeed.Step next = feed.next();
    assertThatThrownBy(() -> publisher.publish(next))
        .isInstanceOf(KafkaException.class)
        .hasMessage("a packet could not be published, is the broker up? cause=too large");
  }

  private EventPublisher publisher(LogPosition where) {
    return new EventPublisher(producer, RIG, where, EventPublisher.WAIT, InstantSource.fixed(NOW));
  }

  private List<ProducerRecord<byte[], byte[]>> on(String topic) {
    return producer.history().stream().filter(r -> r.topic().equals(topic)).toList();
  }
}
