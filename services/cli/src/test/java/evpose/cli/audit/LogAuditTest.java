package evpose.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.allinone.AllInOne;
import evpose.allinone.AllInOneSettings;
import evpose.broker.EmbeddedBroker;
import evpose.camera.Dhp19Rig;
import evpose.messages.CalibrationMessage;
import evpose.messages.EventPackets;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run through the whole house is proven; the same log with one record changed is not. */
class LogAuditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 250;

  @TempDir static Path directory;

  private static EmbeddedBroker original;
  private static EmbeddedBroker copy;
  private static int copies;

  @BeforeAll
  static void play() throws Exception {
    Path data = directory.resolve("original");
    AllInOneSettings settings =
        new AllInOneSettings(data, "", 0, 0, "compact", 0, false, 0, "robust");
    try (AllInOne house = AllInOne.start(settings)) {
      var source =
          house.startSource(
              Map.of("evpose.source.seconds", STEPS / 100.0, "evpose.source.speed", 0.5));
      await(house, 100);
      new RigRegistry(house.bootstrap())
          .publish(
              new RigRegistry(house.bootstrap()).rigs().get(0),
              CalibrationMessage.of(Dhp19Rig.rig(), 0, "measured again"));
      assertThat(source.awaitEnd(PATIENCE)).isTrue();
      await(house, STEPS);
    }
    original = new EmbeddedBroker(data.resolve("broker"), 0);
    original.start();
  }

  private static void await(AllInOne house, int poses) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (house.metrics().report(System.currentTimeMillis() * 1_000_000).poses3d().count()
        < poses) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @AfterAll
  static void stop() {
    original.close();
    if (copy != null) {
      copy.close();
    }
  }

  @Test
  void aRealRunIsProven() {
    AuditReport report = audit(original, 0, Long.MAX_VALUE);
    assertThat(report.found()).isEmpty();
    assertThat(report.proven()).isTrue();
    assertThat(report.cameras()).hasSize(4).allMatch(c -> c.missing() == 0 && c.packets() > 0);
    assertThat(report.poses2d().answered()).isEqualTo(4 * STEPS);
    assertThat(report.poses3d().answered()).isGreaterThanOrEqualTo(STEPS);
    assertThat(report.stepsOpenAtTheEnd()).isZero();
  }

  @Test
  void posesOfBothCalibrationsAreProvenThoughOneReplacedTheOther() {
    Set<String> named = new HashSet<>();
    try (LogScan scan = new LogScan(Map.of("bootstrap.servers", original.bootstrap()))) {
      for (LogScan.Range range : scan.ranges(Topics.POSES_3D)) {
        scan.read(
            range,
            record -> {
              String json = text(record);
              int at = json.indexOf("\"calibration\":\"") + 15;
              named.add(json.substring(at, at + 64));
              return true;
            });
      }
    }
    assertThat(named).as("the run used both").hasSize(2);
    AuditReport report = audit(original, 0, Long.MAX_VALUE);
    assertThat(report.proven()).isTrue();
    assertThat(report.notes()).doesNotContainKey("calibration-gone");
  }

  @Test
  void anotherEnginesPosesAreHeldAgainstTheirNumbers() throws Exception {
    AuditReport report =
        auditOfCopy(
            Topics.POSES_2D,
            record ->
                List.of(
                    bytes(
                        ofAnotherEngine(text(record)).replaceAll("(\"x\":\\d+)\\.\\d+", "$1.5"))));
    assertThat(report.poses2d().near()).isEqualTo(4 * STEPS);
    assertThat(report.poses2d().answered()).isEqualTo(4 * STEPS);
    assertThat(report.found()).noneMatch(f -> f.topic().equals(Topics.POSES_2D));
  }

  @Test
  void anotherEnginesPoseThatIsFarOffIsNamed() throws Exception {
    AuditReport report =
        auditOfCopy(
            Topics.POSES_2D,
            record -> {
              String json = ofAnotherEngine(text(record));
              boolean chosen = json.contains("\"camera\":\"cam1\",\"step\":200,");
              return List.of(
                  bytes(chosen ? json.replaceFirst("\"events\":", "\"events\":1") : json));
            });
    Finding first =
        report.found().stream()
            .filter(f -> f.topic().equals(Topics.POSES_2D) && f.kind().equals("different"))
            .findFirst()
            .orElseThrow();
    assertThat(first.key()).isEqualTo("cam1 step 200");
    assertThat(report.poses2d().near()).isEqualTo(4 * STEPS - 1);
  }

  private static String ofAnotherEngine(String json) {
    return json.replaceAll("\"engine\":\"[^\"]*\"", "\"engine\":\"torch-9/none+sparse-1\"");
  }

  @Test
  void aPartOfItIsProvenBySteps() {
    AuditReport report = audit(original, 100, 150);
    assertThat(report.found()).isEmpty();
    assertThat(report.poses2d().expected()).isBetween(1L, 200L);
    assertThat(report.poses3d().expected()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void aJointThatWasMovedIsNamed() throws Exception {
    long[] moved = {-1};
    AuditReport report =
        auditOfCopy(
            Topics.POSES_2D,
            record -> {
              String json = text(record);
              boolean chosen = moved[0] < 0 && json.contains("\"step\":200,");
              if (!chosen || !json.contains("\"x\":1")) {
                return List.of(record.value());
              }
              moved[0] = record.offset();
              return List.of(bytes(json.replaceFirst("\"x\":1", "\"x\":2")));
            });
    Finding first =
        report.found().stream().filter(f -> f.kind().equals("different")).findFirst().orElseThrow();
    assertThat(first.topic()).isEqualTo(Topics.POSES_2D);
    assertThat(first.offset()).isEqualTo(moved[0]);
    assertThat(first.key()).matches("cam\\d step 200");
    assertThat(first.field()).matches("joints\\[\\d+]\\.x");
    assertThat(first.recorded()).startsWith("2");
    assertThat(first.expected()).startsWith("1");
    assertThat(report.findings()).containsKeys("different", "missing");
  }

  @Test
  void anEventThatWasChangedShowsInThePoses() throws Exception {
    boolean[] done = {false};
    AuditReport report =
        auditOfCopy(
            Topics.EVENTS,
            record -> {
              if (!done[0] && record.offset() == 120) {
                done[0] = true;
                return List.of(withoutEvents(record.value()));
              }
              return List.of(record.value());
            });
    assertThat(report.proven()).isFalse();
    assertThat(report.found().get(0).topic()).isEqualTo(Topics.POSES_2D);
  }

  @Test
  void aLostPacketIsAGap() throws Exception {
    AuditReport report =
        auditOfCopy(
            Topics.EVENTS,
            r -> r.partition() == 1 && r.offset() == 50 ? List.of() : List.of(r.value()));
    Finding gap =
        report.found().stream().filter(f -> f.kind().equals("gap")).findFirst().orElseThrow();
    assertThat(gap.key()).isEqualTo("cam1");
    assertThat(gap.offset()).isEqualTo(50);
    assertThat(gap.expected()).isEqualTo("50");
    assertThat(report.cameras().get(1).missing()).isEqualTo(1);
  }

  @Test
  void aFinalPoseThatIsNotThereIsMissed() throws Exception {
    AuditReport report =
        auditOfCopy(
            Topics.POSES_3D,
            r -> text(r).contains("\"step\":77,") ? List.of() : List.of(r.value()));
    assertThat(report.findings().get("missing")).isGreaterThanOrEqualTo(1);
    assertThat(report.found()).anyMatch(f -> f.key().equals("final step 77"));
  }

  @Test
  void whatCameTwiceIsNoFault() throws Exception {
    AuditReport report =
        auditOfCopy(
            Topics.EVENTS,
            r -> r.offset() == 60 ? List.of(r.value(), r.value()) : List.of(r.value()));
    assertThat(report.found()).isEmpty();
    assertThat(report.notes()).containsEntry("duplicate", 4L);
  }

  private static byte[] withoutEvents(byte[] packet) {
    try {
      var p = EventPackets.decode(packet);
      return EventPackets.encode(
          new evpose.events.EventPacket(
              p.rig(),
              p.camera(),
              p.width(),
              p.height(),
              p.sequence(),
              p.beginMicros(),
              p.endMicros(),
              0,
              new short[0],
              new short[0],
              new int[0],
              new byte[0]));
    } catch (evpose.messages.MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static AuditReport audit(EmbeddedBroker broker, long from, long to) {
    RigRegistry registry = new RigRegistry(broker.bootstrap());
    RigMessage rig = registry.rigs().get(0);
    return LogAudit.run(
        new AuditRequest(
            broker.bootstrap(),
            rig,
            registry.calibration(rig.rig()),
            "compact",
            null,
            Map.of(),
            from,
            to),
        (stage, done, all) -> {});
  }

  /** Audits the original log with the records of one topic replaced. */
  private static AuditReport auditOfCopy(
      String topic, Function<ConsumerRecord<byte[], byte[]>, List<byte[]>> change)
      throws Exception {
    if (copy != null) {
      copy.close();
    }
    copy = new EmbeddedBroker(directory.resolve("copy-" + ++copies), 0);
    copy.start();
    TopicAdmin.createMissing(copy.bootstrap(), PATIENCE);
    try (LogScan scan = new LogScan(Map.of("bootstrap.servers", original.bootstrap()));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers",
                    copy.bootstrap(),
                    "max.in.flight.requests.per.connection",
                    1), // as in StreamsSettings
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      for (String name :
          List.of(
              Topics.RIGS,
              Topics.CALIBRATIONS,
              Topics.EVENTS,
              Topics.POSES_2D,
              Topics.POSES_3D,
              Topics.DEAD_LETTERS)) {
        for (LogScan.Range range : scan.ranges(name)) {
          scan.read(
              range,
              record -> {
                List<byte[]> values =
                    name.equals(topic)
                        ? change.apply(record)
                        : new ArrayList<>(List.of(record.value()));
                values.forEach(
                    value ->
                        producer.send(
                            new ProducerRecord<>(name, record.partition(), record.key(), value)));
                return true;
              });
        }
      }
    }
    return audit(copy, 0, Long.MAX_VALUE);
  }
}
