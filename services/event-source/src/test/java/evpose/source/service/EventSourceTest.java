package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.Dhp19Rig;
import evpose.events.EventPacket;
import evpose.messages.CalibrationMessage;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import evpose.testkit.TopicWatcher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as all-in-one starts it, against a real broker. */
class EventSourceTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void aSimulatedRigIsRegisteredAndItsStepsAreWholeOnTheLog() throws Exception {
    SourceSummary summary = publish("seconds=0.3", "speed=0", "rig=whole");
    assertThat(summary.steps()).isEqualTo(30);
    assertThat(summary.packets()).isEqualTo(4 * 30);
    RigMessage rig = Json.decode(newest(Topics.RIGS, "whole"), RigMessage.class);
    assertThat(rig.cameraIds()).containsExactly("cam0", "cam1", "cam2", "cam3");
    assertThat(rig.stepMicros()).isEqualTo(10_000);
    CalibrationMessage calibration =
        Json.decode(newest(Topics.CALIBRATIONS, "whole"), CalibrationMessage.class);
    assertThat(calibration.toRig().cameras().get(2).worldToImage())
        .isEqualTo(Dhp19Rig.rig().cameras().get(2).worldToImage());
    Map<String, List<EventPacket>> packets = packets("whole", 120);
    assertThat(packets).hasSize(4);
    packets.values().forEach(p -> assertCovers(p, 0, 300_000));
    long events =
        packets.values().stream().flatMap(List::stream).mapToLong(EventPacket::size).sum();
    assertThat(events).isEqualTo(summary.events()).isPositive();
    assertThat(truth("whole", 30))
        .extracting(TruthMessage::step)
        .containsExactlyElementsOf(range(0, 30));
  }

  @Test
  void aSecondRunGoesOnInTimeAndSequence() throws Exception {
    publish("seconds=0.1", "speed=0", "rig=twice", "cameras=2");
    SourceSummary second = publish("seconds=0.1", "speed=0", "rig=twice", "cameras=2");
    assertThat(second.firstStep()).isEqualTo(LogPosition.ROUND_STEPS);
    List<EventPacket> packets = packets("twice", 40).get("cam1");
    assertThat(packets).extracting(EventPacket::sequence).containsExactlyElementsOf(range(0, 20));
    assertCovers(packets.subList(0, 10), 0, 100_000);
    assertCovers(packets.subList(10, 20), 100_000_000, 100_100_000);
    assertThat(truth("twice", 20)).last().extracting(TruthMessage::step).isEqualTo(10_009L);
  }

  @Test
  void stopsInTheMiddleWithEverythingThatItCountedOnTheLog() throws Exception {
    SourceSummary summary;
    try (ConfigurableApplicationContext context = start("rig=stopped", "cameras=1", "speed=20")) {
      EventSource source = context.getBean(EventSource.class);
      Await.until(
          "some steps are out",
          PATIENCE,
          () -> source.summary().map(s -> s.steps() >= 20).orElse(false));
      context.close();
      assertThat(source.state()).isEqualTo(EventSource.State.FINISHED);
      summary = source.summary().orElseThrow();
    }
    List<EventPacket> packets = packets("stopped", (int) summary.packets()).get("cam0");
    assertThat(packets).hasSize((int) summary.packets());
    assertCovers(packets, 0, summary.steps() * 10_000);
  }

  @Test
  void aTakeRenderedBeforehandHasTheSameEvents() throws Exception {
    publish("seconds=0.2", "speed=0", "rig=along", "cameras=1");
    publish("seconds=0.2", "speed=0", "rig=before", "cameras=1", "prerender-seconds=0.2");
    List<EventPacket> along = packets("along", 20).get("cam0");
    List<EventPacket> before = packets("before", 20).get("cam0");
    for (int i = 0; i < 20; i++) {
      assertThat(before.get(i).xs()).isEqualTo(along.get(i).xs());
      assertThat(before.get(i).dts()).isEqualTo(along.get(i).dts());
    }
    assertThat(truth("before", 20)).hasSize(20);
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFileThatIsNoRecordingStopsTheStartInOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "hello");
    assertThatThrownBy(() -> start("input=" + file))
        .hasRootCauseInstanceOf(java.io.IOException.class)
        .rootCause()
        .hasMessageStartingWith(file + " is no recording:")
        .hasMessageNotContaining("\n");
  }

  private SourceSummary publish(String... settings) throws InterruptedException {
    try (ConfigurableApplicationContext context = start(settings)) {
      EventSource source = context.getBean(EventSource.class);
      assertThat(source.awaitEnd(PATIENCE)).isTrue();
      assertThat(source.failure()).isEmpty();
      assertThat(source.state()).isEqualTo(EventSource.State.FINISHED);
      return source.summary().orElseThrow();
    }
  }

  private ConfigurableApplicationContext start(String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.config.name=event-source");
    arguments.add("--evpose.bootstrap-servers=" + BROKER.bootstrap());
    arguments.add("--evpose.state-dir=" + directory);
    for (String setting : settings) {
      arguments.add("--evpose.source." + setting);
    }
    return new SpringApplicationBuilder(EventSourceService.class)
        .web(WebApplicationType.NONE)
        .run(arguments.toArray(String[]::new));
  }

  private static byte[] newest(String topic, String rig) {
    try (TopicWatcher watcher = BROKER.watch(topic)) {
      List<ConsumerRecord<byte[], byte[]>> records =
          watcher.await(
              "rig " + rig, all -> all.stream().anyMatch(r -> key(r).equals(rig)), PATIENCE);
      return records.stream()
          .filter(r -> key(r).equals(rig))
          .reduce((a, b) -> b)
          .orElseThrow()
          .value();
    }
  }

  private static Map<String, List<EventPacket>> packets(String rig, int count)
      throws MalformedMessageException {
    Map<String, List<EventPacket>> byCamera = new TreeMap<>();
    try (TopicWatcher watcher = BROKER.watch(Topics.EVENTS)) {
      for (ConsumerRecord<byte[], byte[]> record :
          watcher.await(
              count + " packets of " + rig,
              all -> all.stream().filter(r -> key(r).startsWith(rig + "/")).count() >= count,
              PATIENCE)) {
        if (key(record).startsWith(rig + "/")) {
          EventPacket packet = EventPackets.decode(record.value());
          byCamera.computeIfAbsent(packet.camera(), c -> new ArrayList<>()).add(packet);
        }
      }
    }
    return byCamera;
  }

  private static List<TruthMessage> truth(String rig, int count) throws MalformedMessageException {
    List<TruthMessage> truth = new ArrayList<>();
    try (TopicWatcher watcher = BROKER.watch(Topics.GROUND_TRUTH)) {
      for (ConsumerRecord<byte[], byte[]> record :
          watcher.await(
              count + " truths of " + rig,
              all -> all.stream().filter(r -> key(r).equals(rig)).count() >= count,
              PATIENCE)) {
        if (key(record).equals(rig)) {
          truth.add(Json.decode(record.value(), TruthMessage.class));
        }
      }
    }
    return truth;
  }

  private static void assertCovers(List<EventPacket> packets, long begin, long end) {
    assertThat(packets.get(0).beginMicros()).isEqualTo(begin);
    assertThat(packets.get(packets.size() - 1).endMicros()).isEqualTo(end);
    for (int i = 1; i < packets.size(); i++) {
      assertThat(packets.get(i).beginMicros()).isEqualTo(packets.get(i - 1).endMicros());
      assertThat(packets.get(i).sequence()).isEqualTo(packets.get(i - 1).sequence() + 1);
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private static List<Long> range(long from, long to) {
    return java.util.stream.LongStream.range(from, to).boxed().toList();
  }
}
