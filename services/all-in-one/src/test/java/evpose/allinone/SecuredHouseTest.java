package evpose.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.broker.BrokerSettings;
import evpose.broker.EmbeddedBroker;
import evpose.camera.service.CameraService;
import evpose.messages.Topics;
import evpose.metrics.service.MetricsService;
import evpose.source.service.EventSourceService;
import evpose.streaming.KafkaAccess;
import evpose.streaming.Rights;
import evpose.streaming.TopicAdmin;
import evpose.triangulation.service.TriangulationService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A broker that speaks TLS, asks for a password (SCRAM) and allows nothing that was not granted:
 * each service is let in as itself, with the rights listed for it and no others.
 */
class SecuredHouseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String STORE_PASSWORD = "only-for-this-test";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static String guarded;
  private static String guardedButExpired;
  private final List<ConfigurableApplicationContext> services = new ArrayList<>();

  @BeforeAll
  static void guardTheBroker() throws Exception {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    authority();
    Path good = keyStore("good", "-validity", "30");
    Path expired = keyStore("expired", "-startdate", "-30d", "-validity", "10");
    guarded = "127.0.0.1:" + freePort();
    guardedButExpired = "127.0.0.1:" + freePort();
    String listeners = "GUARDED://" + guarded + ",EXPIRED://" + guardedButExpired;
    Map<String, String> more = new HashMap<>();
    more.put("listeners", listeners);
    more.put("advertised.listeners", listeners);
    more.put("listener.security.protocol.map", "GUARDED:SASL_SSL,EXPIRED:SASL_SSL");
    more.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    more.put("super.users", "User:ANONYMOUS"); // who comes by the loopback listener: this test
    more.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    more.put("ssl.keystore.type", "PKCS12");
    for (String listener : List.of("guarded", "expired")) {
      String key = "listener.name." + listener + ".";
      more.put(
          key + "scram-sha-512.sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
      more.put(
          key + "ssl.keystore.location", (listener.equals("guarded") ? good : expired).toString());
      more.put(key + "ssl.keystore.password", STORE_PASSWORD);
    }
    broker =
        new EmbeddedBroker(directory.resolve("broker"), 0, BrokerSettings.defaults().with(more));
    broker.start();
    TopicAdmin.createMissing(broker.bootstrap(), PATIENCE);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      List<String> users = new ArrayList<>(List.of("nobody"));
      for (Rights rights : Rights.values()) {
        users.add(rights.key());
        admin.createAcls(rights.bindings("User:" + rights.key())).all().get();
      }
      for (String user : users) {
        ScramCredentialInfo how = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion(user, how, user + "-secret")))
            .all()
            .get();
      }
      // the controller knows them before the broker does
      Waiting.until(PATIENCE, () -> known(admin).containsAll(users));
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
  void leave() {
    Collections.reverse(services);
    services.forEach(ConfigurableApplicationContext::close);
    System.clearProperty(KafkaAccess.PROPERTY);
  }

  @Test
  void eachServiceLivesWithItsOwnRights() throws IOException {
    comeAs("consumer", "consumer-secret");
    Map<String, Object> config = KafkaAccess.of(guarded);
    comeAs("metrics", "metrics-secret");
    start(MetricsService.class, "metrics-service", WebApplicationType.SERVLET, "--server.port=0");
    comeAs("triangulation", "triangulation-secret");
    start(TriangulationService.class, "triangulation-service", WebApplicationType.NONE);
    comeAs("camera", "camera-secret");
    start(
        CameraService.class,
        "camera-service",
        WebApplicationType.NONE,
        "--evpose.camera.warm-up-steps=0");
    comeAs("source", "source-secret"); // the last: a source connects in the background
    start(
        EventSourceService.class,
        "event-source",
        WebApplicationType.NONE,
        "--evpose.source.seconds=3",
        "--evpose.source.speed=0.5");
    config.put("group.id", "evpose-consumer");
    config.put("auto.offset.reset", "earliest");
    int poses = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.POSES_3D));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (poses < 100 && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> pose : consumer.poll(Duration.ofMillis(200))) {
          poses += pose.value().length > 0 ? 1 : 0;
        }
      }
    }
    assertThat(poses).isGreaterThanOrEqualTo(100);
  }

  @Test
  void whoHasNoRightsIsToldWhichCommandListsThem() throws IOException {
    comeAs("nobody", "nobody-secret");
    assertThatThrownBy(() -> TopicAdmin.createMissing(guarded, PATIENCE))
        .hasMessageContaining("`./evpose acl`")
        .hasMessageContaining("bootstrap=" + guarded);
  }

  @Test
  void aWrongPasswordIsSaidWithTheFileItStandsIn() throws IOException {
    Path file = comeAs("camera", "wrong");
    assertThatThrownBy(() -> TopicAdmin.createMissing(guarded, PATIENCE))
        .hasMessageContaining("check user, password and certificates")
        .hasMessageContaining("file=" + file)
        .hasMessageNotContaining("wrong");
  }

  @Test
  void anExpiredCertificateIsCalledSo() throws IOException {
    comeAs("camera", "camera-secret");
    assertThatThrownBy(() -> TopicAdmin.createMissing(guardedButExpired, PATIENCE))
        .hasMessageContaining("NotAfter");
  }

  @Test
  void aFileThatIsNotThereAndAKeyThatIsNotForItAreNamed() throws IOException {
    System.setProperty(KafkaAccess.PROPERTY, directory.resolve("gone.properties").toString());
    assertThatThrownBy(() -> KafkaAccess.of(guarded))
        .hasMessageContaining("EVPOSE_KAFKA_CONFIG=")
        .hasMessageContaining("gone.properties");
    Path file = directory.resolve("other.properties");
    Files.writeString(file, "group.id=mine\n");
    System.setProperty(KafkaAccess.PROPERTY, file.toString());
    assertThatThrownBy(() -> KafkaAccess.of(guarded)).hasMessageContaining("key=group.id");
  }

  private void start(Class<?> service, String name, WebApplicationType web, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--spring.config.name=" + name);
    arguments.add("--evpose.bootstrap-servers=" + guarded);
    arguments.add("--evpose.state-dir=" + directory.resolve("state").resolve(name));
    services.add(
        new SpringApplicationBuilder(service)
            .web(web)
            .registerShutdownHook(false)
            .run(arguments.toArray(String[]::new)));
  }

  private static Path comeAs(String user, String password) throws IOException {
    Path file = directory.resolve(user + ".properties");
    Files.writeString(
        file,
        String.join(
            "\n",
            "security.protocol=SASL_SSL",
            "sasl.mechanism=SCRAM-SHA-512",
            "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                + user
                + "\" password=\""
                + password
                + "\";",
            "ssl.truststore.location=" + directory.resolve("trusted.p12"),
            "ssl.truststore.password=" + STORE_PASSWORD,
            "ssl.truststore.type=PKCS12"),
        StandardCharsets.UTF_8);
    System.setProperty(KafkaAccess.PROPERTY, file.toString());
    return file;
  }

  /** Who signs the broker's certificates, trusted by all clients. */
  private static void authority() throws IOException, InterruptedException {
    String store = directory.resolve("authority.p12").toString();
    String certificate = directory.resolve("authority.crt").toString();
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            "authority",
            "-keyalg",
            "EC",
            "-dname",
            "CN=authority",
            "-ext",
            "bc:c",
            "-startdate",
            "-60d",
            "-validity",
            "90",
            "-keystore",
            store));
    keytool(
        List.of("-exportcert", "-alias", "authority", "-file", certificate, "-keystore", store));
    keytool(
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            "authority",
            "-file",
            certificate,
            "-keystore",
            directory.resolve("trusted.p12").toString()));
  }

  /** A key with a certificate of the authority. */
  private static Path keyStore(String name, String... validity)
      throws IOException, InterruptedException {
    Path store = directory.resolve(name + ".p12");
    String request = directory.resolve(name + ".csr").toString();
    String certificate = directory.resolve(name + ".crt").toString();
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-keystore",
            store.toString()));
    keytool(List.of("-certreq", "-alias", name, "-file", request, "-keystore", store.toString()));
    List<String> sign =
        new ArrayList<>(
            List.of(
                "-gencert",
                "-alias",
                "authority",
                "-infile",
                request,
                "-outfile",
                certificate,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                directory.resolve("authority.p12").toString()));
    sign.addAll(List.of(validity));
    keytool(sign);
    keytool(
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            "authority",
            "-file",
            directory.resolve("authority.crt").toString(),
            "-keystore",
            store.toString()));
    keytool(
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            name,
            "-file",
            certificate,
            "-keystore",
            store.toString()));
    return store;
  }

  private static void keytool(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("keytool.log"))).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
