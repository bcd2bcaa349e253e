package evpose.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.messages.Topics;
import evpose.streaming.TopicAdmin;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Faults are staged one by one on a real broker; each is named, with its cure, and no other is. */
class DoctorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  @TempDir Path folder;
  private Stage stage;
  private int names;

  @AfterEach
  void leave() throws InterruptedException {
    if (stage != null) {
      stage.leave();
    }
  }

  @Test
  void aSoundChainIsCalledSo() throws Exception {
    stage()
        .register(UnaryOperator.identity())
        .madeBy(ModelBundle.shipped("compact").sha256())
        .play();
    Diagnosis diagnosis = examine();
    assertThat(ofStage(diagnosis)).allMatch(c -> c.level() == Level.OK);
    assertThat(diagnosis.checks())
        .filteredOn(
            c ->
                List.of("java", "model", "disk", "broker", "access", "topics", "rights")
                    .contains(c.link()))
        .hasSize(7)
        .allMatch(c -> c.level() == Level.OK);
    assertThat(ofStage(diagnosis).stream().map(Check::link).distinct())
        .containsExactlyInAnyOrder(
            "rigs", "calibration", "events", "clock", "poses-2d", "poses-3d");
    assertThat(diagnosis.checks())
        .filteredOn(c -> c.level() == Level.FAILED && !c.subject().equals("broker"))
        .as("the clock of this test stands still, the broker's does not")
        .isEmpty();
  }

  @Test
  void aBrokerThatIsDown() throws IOException {
    int port = freePort();
    Diagnosis diagnosis = examine("127.0.0.1:" + port, null, 0, "compact", 0);
    Check first = diagnosis.firstFailure().orElseThrow();
    assertThat(first.link()).isEqualTo("broker");
    assertThat(first.says()).contains("nobody answers there", "127.0.0.1:" + port);
    assertThat(first.cure()).contains("./evpose serve", "--bootstrap");
    assertThat(level(diagnosis, "poses-3d")).isEqualTo(Level.SKIPPED);
  }

  @Test
  void anAddressThatIsNone() {
    Check first = examine("broker", null, 0, "compact", 0).firstFailure().orElseThrow();
    assertThat(first.says()).contains("an address is host:port");
  }

  @Test
  void aProgramThatIsNoKafka() throws IOException {
    try (ServerSocket other = listener()) {
      Check first =
          examine("127.0.0.1:" + other.getLocalPort(), null, 0, "compact", 0)
              .firstFailure()
              .orElseThrow();
      assertThat(first.link()).isEqualTo("access");
      assertThat(first.says()).contains("does not answer as Kafka does");
      assertThat(first.cure()).contains("EVPOSE_KAFKA_CONFIG");
    }
  }

  @Test
  void aPortThatAnotherProgramHolds() throws IOException {
    try (ServerSocket other = listener()) {
      Check port =
          only(examine(BROKER.bootstrap(), null, other.getLocalPort(), "compact", 0), "ports");
      assertThat(port.level()).isEqualTo(Level.FAILED);
      assertThat(port.says())
          .contains("no evpose", "process " + ProcessHandle.current().pid() + ", java");
      assertThat(port.cure()).contains("--port");
    }
  }

  @Test
  void aModelFileThatIsCutOff() throws IOException {
    Path file = folder.resolve("mine.safetensors");
    ModelBundle.shipped("compact").save(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    Check model = only(examine(BROKER.bootstrap(), null, 0, file.toString(), 0), "model");
    assertThat(model.level()).isEqualTo(Level.FAILED);
    assertThat(model.says()).contains("the weights cannot be read", "mine.safetensors");
    assertThat(model.cure()).contains("--model compact");
  }

  @Test
  void aModelFileWithABrokenWeight() throws IOException {
    Path file = folder.resolve("mine.safetensors");
    ModelBundle.shipped("compact").save(file);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0xff); // a NaN
    Files.write(file, bytes);
    assertThat(only(examine(BROKER.bootstrap(), null, 0, file.toString(), 0), "model").says())
        .contains("weights must be finite");
  }

  @Test
  void aStreamMadeByAnotherNetwork() throws Exception {
    stage().register(UnaryOperator.identity()).madeBy("0f".repeat(32)).play();
    Check model =
        ofStage(examine()).stream().filter(c -> c.link().equals("model")).findFirst().orElseThrow();
    assertThat(model.level()).isEqualTo(Level.WARNING);
    assertThat(model.says()).contains("another network than compact", "0f0f");
  }

  @Test
  void aDiskThatIsFullOrCannotBeWritten() throws IOException {
    Check full = only(examine(BROKER.bootstrap(), folder, 0, "compact", Long.MAX_VALUE), "disk");
    assertThat(full.level()).isEqualTo(Level.FAILED);
    assertThat(full.says()).contains("free of", "are the least");
    Path file = Files.writeString(folder.resolve("file"), "no directory");
    Check none = only(examine(BROKER.bootstrap(), file.resolve("data"), 0, "compact", 0), "disk");
    assertThat(none.says()).contains("this is no directory");
    Path unwritable = Path.of("/proc/self");
    if (Files.isDirectory(unwritable)) {
      Check closed = only(examine(BROKER.bootstrap(), unwritable, 0, "compact", 0), "disk");
      assertThat(closed.level()).isEqualTo(Level.FAILED);
      assertThat(closed.says()).contains("cannot be written");
    }
  }

  @Test
  void aTopicThatIsMissingAndOneWithTheWrongCleanUp() throws Exception {
    try (EmbeddedBroker poor = new EmbeddedBroker(folder.resolve("poor"), 0)) {
      poor.start();
      TopicAdmin.createMissing(poor.bootstrap(), LONG);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", poor.bootstrap()))) {
        admin.deleteTopics(List.of(Topics.POSES_3D, Topics.EVENTS)).all().get();
        Await.until("both are gone", LONG, () -> isGone(admin, Topics.POSES_3D, Topics.EVENTS));
        admin.createTopics(List.of(new NewTopic(Topics.EVENTS, 2, (short) 1))).all().get();
        Await.until("it is back", LONG, () -> !isGone(admin, Topics.EVENTS));
        set(admin, Topics.RIGS, "cleanup.policy", "delete");
        set(admin, Topics.POSES_2D, "retention.ms", "1000");
        set(admin, Topics.METRICS, "max.message.bytes", "1000");
        stage = new Stage(poor.bootstrap(), "studio").register(UnaryOperator.identity());
        Diagnosis diagnosis = examine(poor.bootstrap(), null, 0, "compact", 0);
        assertThat(topic(diagnosis, Topics.POSES_3D).says()).contains("not there");
        assertThat(topic(diagnosis, Topics.POSES_3D).cure()).contains("./evpose acl --apply");
        assertThat(topic(diagnosis, Topics.RIGS).says())
            .contains("cleanup.policy is delete and must be compact");
        assertThat(topic(diagnosis, Topics.RIGS).cure())
            .contains("--entity-name rigs --add-config cleanup.policy=compact");
        assertThat(topic(diagnosis, Topics.POSES_2D).says()).contains("kept for 1.0 s only");
        assertThat(topic(diagnosis, Topics.METRICS).says()).contains("max.message.bytes is 1000");
        assertThat(topic(diagnosis, Topics.EVENTS).level()).isEqualTo(Level.WARNING);
        assertThat(topic(diagnosis, Topics.EVENTS).says()).contains("2 partitions instead of 64");
        assertThat(
                diagnosis.checks().stream()
                    .filter(c -> c.link().equals("rigs") && c.level() == Level.FAILED)
                    .map(Check::says))
            .anyMatch(s -> s.contains("partition 3 of events, which has 2"));
      } finally {
        stage.leave();
        stage = null;
      }
    }
  }

  @Test
  void aRigThatIsNotCalibrated() throws Exception {
    stage().register().without3d().play();
    Check calibration = fault("calibration");
    assertThat(calibration.says()).isEqualTo("there is none, so there are no 3D poses");
    assertThat(calibration.cure()).contains("./evpose rig add", "--calibration");
  }

  @Test
  void aMirroredWorldAndOneInMetres() throws Exception {
    stage()
        .register(
            p -> {
              for (int row = 0; row < 3; row++) {
                p[4 * row] = -p[4 * row];
              }
              return p;
            })
        .play();
    assertThat(fault("calibration").says()).startsWith("mirrored: ");
    stage.register(
        p -> {
          for (int i = 0; i < p.length; i++) {
            p[i] *= i % 4 == 3 ? 1 : 1000;
          }
          return p;
        });
    assertThat(fault("calibration").says()).startsWith("units: ");
  }

  @Test
  void aCameraThatFellSilent() throws Exception {
    String camera = stage().rig().cameraIds().get(2);
    stage.register(UnaryOperator.identity()).silent(camera, 60_000).play();
    Check silent = fault("events");
    assertThat(silent.subject()).isEqualTo(stage.rig().rig() + "/" + camera);
    assertThat(silent.says()).contains("silent: its last packet is 60 s older");
    assertThat(silent.cure()).contains(camera);
  }

  @Test
  void packetsThatAreLost() throws Exception {
    stage().register(UnaryOperator.identity()).losing(50).play();
    assertThat(ofStage(examine()))
        .anyMatch(
            c ->
                c.link().equals("events")
                    && c.level() == Level.WARNING
                    && c.says().contains("3 of 199 packets are missing"));
  }

  @Test
  void camerasWhoseClocksAreApart() throws Exception {
    String camera = stage().rig().cameraIds().get(1);
    stage.register(UnaryOperator.identity()).late(camera, -2_000).play();
    Check clock = fault("clock");
    assertThat(clock.says()).contains("2000 ms after " + camera);
    assertThat(clock.cure()).contains("timeOffsetMicros");
  }

  @Test
  void aBrokerWithAnotherClock() {
    Chart chart = new Chart();
    ClockLink.judge(1_000_000, 1_000_000, 1_000_020, chart);
    ClockLink.judge(999_000, 1_000_000, 1_000_020, chart);
    ClockLink.judge(1_030_020, 1_000_000, 1_000_020, chart);
    assertThat(chart.checks().stream().map(Check::level))
        .containsExactly(Level.OK, Level.WARNING, Level.FAILED);
    assertThat(chart.checks().get(1).says()).contains("1.0 s behind");
    assertThat(chart.checks().get(2).says()).contains("30 s ahead of");
  }

  @Test
  void servicesThatDoNotRun() throws Exception {
    stage().register(UnaryOperator.identity()).without2d().play();
    Check views = fault("poses-2d");
    assertThat(views.says()).contains("no 2D pose", "nobody was ever in group evpose-camera");
    assertThat(views.cure())
        .contains("./evpose run camera-service --bootstrap " + BROKER.bootstrap());
    stage.leave();
    stage().register(UnaryOperator.identity()).without3d().play();
    assertThat(fault("poses-3d").cure()).contains("./evpose run triangulation-service");
  }

  @Test
  void recordsThatAreSetAside() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("letters"), 0)) {
      broker.start();
      TopicAdmin.createMissing(broker.bootstrap(), LONG);
      Stage rig = new Stage(broker.bootstrap(), "studio").register();
      stage = rig;
      rig.setAside("unknown-camera", 600_000);
      Check old = only(examine(broker.bootstrap(), null, 0, "compact", 0), "dead-letters");
      assertThat(old.level()).isEqualTo(Level.WARNING);
      rig.setAside("unknown-camera", 0);
      Check piling = only(examine(broker.bootstrap(), null, 0, "compact", 0), "dead-letters");
      assertThat(piling.level()).isEqualTo(Level.FAILED);
      assertThat(piling.subject()).isEqualTo("unknown-camera");
      assertThat(piling.says()).startsWith("2 set aside, 1 of them in the last minute");
      assertThat(piling.cure()).contains("./evpose rig add", "./evpose dead-letters redrive");
      stage = null;
    }
  }

  private Stage stage() {
    stage =
        new Stage(
            BROKER.bootstrap(),
            "studio-" + getClass().getSimpleName() + "-" + System.nanoTime() + names++);
    return stage;
  }

  private Diagnosis examine() {
    return examine(BROKER.bootstrap(), null, 0, "compact", 0);
  }

  private Diagnosis examine(
      String bootstrap, Path dataDir, int pagePort, String model, long leastFreeBytes) {
    return Doctor.examine(
        new Examination(
            bootstrap,
            false,
            dataDir,
            pagePort,
            0,
            model,
            null,
            PATIENCE,
            leastFreeBytes,
            stage == null ? InstantSource.system() : stage.clock()));
  }

  /** The only fault of the staged rig. */
  private Check fault(String link) {
    List<Check> faults =
        ofStage(examine()).stream().filter(c -> c.level() == Level.FAILED).toList();
    assertThat(faults).isNotEmpty().allMatch(c -> c.link().equals(link));
    return faults.get(0);
  }

  private List<Check> ofStage(Diagnosis diagnosis) {
    return diagnosis.checks().stream()
        .filter(c -> c.subject().startsWith(stage.rig().rig()))
        .toList();
  }

  private static Check only(Diagnosis diagnosis, String link) {
    List<Check> checks = diagnosis.checks().stream().filter(c -> c.link().equals(link)).toList();
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  private static Level level(Diagnosis diagnosis, String link) {
    return only(diagnosis, link).level();
  }

  private static Check topic(Diagnosis diagnosis, String topic) {
    Optional<Check> check =
        diagnosis.checks().stream()
            .filter(c -> c.link().equals("topics") && c.subject().equals(topic))
            .findFirst();
    assertThat(check).as(topic).isPresent();
    return check.orElseThrow();
  }

  private static boolean isGone(Admin admin, String... topics) {
    try {
      return admin.listTopics().names().get().stream().noneMatch(List.of(topics)::contains);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Admin admin, String topic, String key, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = listener()) {
      return socket.getLocalPort();
    }
  }
}
