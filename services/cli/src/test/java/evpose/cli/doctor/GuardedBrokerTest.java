package evpose.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.BrokerSettings;
import evpose.broker.EmbeddedBroker;
import evpose.streaming.KafkaAccess;
import evpose.streaming.Rights;
import evpose.streaming.TopicAdmin;
import evpose.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that asks for a password and allows nothing by itself: what is refused is named. */
class GuardedBrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> USERS = List.of("camera", "nobody");

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static String guarded;

  @BeforeAll
  static void guard() throws Exception {
    guarded = "127.0.0.1:" + freePort();
    BrokerSettings settings =
        BrokerSettings.defaults()
            .with(
                Map.of(
                    "listeners", "GUARDED://" + guarded,
                    "advertised.listeners", "GUARDED://" + guarded,
                    "listener.security.protocol.map", "GUARDED:SASL_PLAINTEXT",
                    "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                    "super.users", "User:ANONYMOUS", // by the loopback listener: this test
                    "sasl.enabled.mechanisms", "SCRAM-SHA-512",
                    "listener.name.guarded.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
    broker = new EmbeddedBroker(directory.resolve("broker"), 0, settings);
    broker.start();
    TopicAdmin.createMissing(broker.bootstrap(), PATIENCE);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createAcls(Rights.CAMERA.bindings("User:camera")).all().get();
      for (String user : USERS) {
        ScramCredentialInfo how = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion(user, how, user + "-secret")))
            .all()
            .get();
      }
      Await.until("the users are known", PATIENCE, () -> known(admin).containsAll(USERS));
    }
  }

  private static Set<String> known(Admin admin) {
    try {
      return Set.copyOf(admin.describeUserScramCredentials().users().get());
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void lockUp() {
    broker.close();
  }

  @AfterEach
  void forget() {
    System.clearProperty(KafkaAccess.PROPERTY);
  }

  @Test
  void aWrongPasswordIsNamedWithItsFile() throws IOException {
    Path file = comeAs("camera", "wrong");
    Check first = examine(null).firstFailure().orElseThrow();
    assertThat(first.link()).isEqualTo("access");
    assertThat(first.says())
        .contains("check user, password", "file=" + file)
        .doesNotContain("wrong");
    assertThat(first.cure()).contains("EVPOSE_KAFKA_CONFIG");
  }

  @Test
  void noPasswordAtAllIsNamed() {
    Check first = examine(null).firstFailure().orElseThrow();
    assertThat(first.link()).isEqualTo("access");
    assertThat(first.cure()).contains("EVPOSE_KAFKA_CONFIG");
  }

  @Test
  void whoHasNoRightsSeesNoTopics() throws IOException {
    comeAs("nobody", "nobody-secret");
    Diagnosis diagnosis = examine(null);
    assertThat(diagnosis.firstFailure().orElseThrow().link()).isEqualTo("topics");
    assertThat(diagnosis.firstFailure().orElseThrow().says()).contains("does not show them");
    Check rights = rights(diagnosis);
    assertThat(rights.level()).isEqualTo(Level.FAILED);
    assertThat(rights.says()).contains("may not be any of the services");
  }

  @Test
  void aServiceMayBeItselfAndNoOther() throws IOException {
    comeAs("camera", "camera-secret");
    assertThat(rights(examine(null)).says()).startsWith("this user may be camera;");
    assertThat(rights(examine(Rights.CAMERA)).level()).isEqualTo(Level.OK);
    Check triangulation = rights(examine(Rights.TRIANGULATION));
    assertThat(triangulation.level()).isEqualTo(Level.FAILED);
    assertThat(triangulation.says())
        .contains("READ topic poses-2d", "WRITE topic poses-3d")
        .doesNotContain("READ topic rigs");
    assertThat(triangulation.cure()).contains("./evpose acl triangulation");
  }

  private static Check rights(Diagnosis diagnosis) {
    return diagnosis.checks().stream()
        .filter(c -> c.link().equals("rights"))
        .findFirst()
        .orElseThrow();
  }

  private static Diagnosis examine(@Nullable Rights service) {
    return Doctor.examine(
        new Examination(
            guarded,
            false,
            null,
            0,
            0,
            "compact",
            service,
            Duration.ofSeconds(10),
            0,
            InstantSource.system()));
  }

  private static Path comeAs(String user, String password) throws IOException {
    Path file = directory.resolve(user + ".properties");
    Files.writeString(
        file,
        String.join(
            "\n",
            "security.protocol=SASL_PLAINTEXT",
            "sasl.mechanism=SCRAM-SHA-512",
            "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\""
                + user
                + "\" password=\""
                + password
                + "\";"));
    System.setProperty(KafkaAccess.PROPERTY, file.toString());
    return file;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
