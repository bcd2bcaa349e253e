package evpose.allinone.deploy;

import static evpose.allinone.deploy.DeployFiles.at;
import static evpose.allinone.deploy.DeployFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.streaming.KafkaAccess;
import evpose.streaming.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/**
 * What the files of Docker Compose say is what the code says, and nothing is open that need not be.
 */
class ComposeTest {
  private static final String SECURED = "deploy/secure/docker-compose.yml";

  private final Map<String, Object> services =
      map(DeployFiles.yaml("docker-compose.yml").get("services"));

  @Test
  void brokerIsOfTheClientsVersion() {
    assertThat(at(services, "kafka", "image"))
        .isEqualTo("${KAFKA_IMAGE:-apache/kafka:" + AppInfoParser.getVersion() + "}");
  }

  @Test
  void everyServiceOfOursRunsAndIsBuiltFromTheOneRecipe() {
    DeployFiles.SETTINGS
        .keySet()
        .forEach(
            service -> {
              assertThat(at(services, service, "image")).isEqualTo("evpose/" + service + ":0.1.0");
              assertThat(at(services, service, "build", "args", "SERVICE")).isEqualTo(service);
              assertThat(at(services, service, "build", "dockerfile"))
                  .isEqualTo("deploy/docker/Dockerfile");
            });
  }

  @Test
  void environmentNamesAreThoseOfTheSettings() {
    DeployFiles.SETTINGS
        .keySet()
        .forEach(
            service ->
                assertThat(DeployFiles.environment(service))
                    .as(service)
                    .containsAll(map(at(services, service, "environment")).keySet()));
    assertThat(DeployFiles.environment("event-source"))
        .containsAll(map(at(services, "live-cameras", "environment")).keySet());
  }

  @Test
  void nothingLeavesThisMachine() {
    services.forEach(
        (name, service) ->
            assertThat(DeployFiles.<String>list(at(service, "ports")))
                .as(name)
                .allMatch(port -> port.startsWith("127.0.0.1:")));
  }

  @Test
  void everythingIsReadOnlyWithoutPrivilegesAndBounded() {
    services.forEach(
        (name, service) -> {
          assertThat(at(service, "read_only")).as(name).isEqualTo(true);
          assertThat(at(service, "cap_drop")).as(name).isEqualTo(List.of("ALL"));
          assertThat(at(service, "security_opt"))
              .as(name)
              .isEqualTo(List.of("no-new-privileges:true"));
          assertThat(at(service, "mem_limit")).as(name).isNotNull();
          assertThat(at(service, "cpus")).as(name).isNotNull();
          assertThat(at(service, "logging", "options", "max-size")).as(name).isNotNull();
        });
  }

  @Test
  void whatAServiceMountsIsThere() {
    services.forEach(
        (name, service) ->
            DeployFiles.<String>list(at(service, "volumes")).stream()
                .map(volume -> volume.split(":", -1)[0])
                .filter(source -> source.startsWith("./deploy/prometheus"))
                .forEach(source -> assertThat(DeployFiles.path(source)).as(name).exists()));
  }

  @Test
  void prometheusAsksTheServicesThatAnswer() {
    String targets = DeployFiles.text("deploy/prometheus/compose.yml");
    assertThat(targets)
        .contains("metrics-service:8080", "camera-service:8080", "triangulation-service:8080");
  }

  @Test
  void behindLocksEachServiceComesAsItsOwnUserWhenItsRightsAreThere() {
    Map<String, Object> secured = map(DeployFiles.yaml(SECURED).get("services"));
    DeployFiles.USERS.forEach(
        (service, user) -> {
          assertThat(at(secured, service, "environment", KafkaAccess.VARIABLE))
              .isEqualTo("/run/secrets/kafka.properties");
          assertThat(DeployFiles.<String>list(at(secured, service, "volumes")))
              .contains(
                  "./deploy/secure/secrets/"
                      + user
                      + ".properties:/run/secrets/kafka.properties:ro");
          assertThat(at(secured, service, "depends_on", "access", "condition"))
              .isEqualTo("service_completed_successfully");
        });
    assertThat(at(secured, "kafka", "environment", "KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"))
        .isEqualTo("false");
    assertThat((String) at(secured, "kafka", "environment", "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"))
        .doesNotContain("PLAINTEXT");
  }

  @Test
  void secretsAreMadeForEveryUserAndIgnoredByGit() {
    String script = DeployFiles.text("deploy/secure/make-secrets");
    assertThat(script)
        .contains(
            "for user in "
                + Arrays.stream(Rights.values()).map(Rights::key).collect(Collectors.joining(" "))
                + ";");
    assertThat(DeployFiles.text(".gitignore").lines()).contains("/deploy/secure/secrets*/");
  }

  @Test
  void imagesGiveAJvmWhatTheLauncherGives() {
    assertThat(exports("deploy/docker/bin/run")).isEqualTo(exports("evpose"));
    assertThat(DeployFiles.text("deploy/docker/bin/run"))
        .contains("--add-modules jdk.incubator.vector")
        .contains("--sun-misc-unsafe-memory-access=allow")
        .contains("--enable-native-access=ALL-UNNAMED")
        .contains("-XX:+UseG1GC -XX:MaxGCPauseMillis=10");
  }

  @Test
  void jibsImagesHaveTheEnvironmentOfTheRecipe() {
    String recipe =
        DeployFiles.text("deploy/docker/Dockerfile")
            .lines()
            .filter(line -> line.startsWith("ENV EVPOSE_SERVICE=${SERVICE} EVPOSE_WEB="))
            .findFirst()
            .orElseThrow();
    String pom = DeployFiles.text("pom.xml");
    for (String assignment : recipe.substring(4).split(" ", -1)) {
      String name = assignment.substring(0, assignment.indexOf('='));
      String value = assignment.substring(name.length() + 1);
      String expected = value.equals("${SERVICE}") ? "${evpose.image.name}" : value;
      assertThat(pom).contains("<" + name + ">" + expected + "</" + name + ">");
    }
  }

  @Test
  void scriptsCanBeRun() throws IOException {
    try (Stream<java.nio.file.Path> scripts = Files.list(DeployFiles.path("deploy/docker/bin"))) {
      assertThat(scripts).hasSize(3).allMatch(Files::isExecutable);
    }
    assertThat(DeployFiles.path("deploy/secure/make-secrets")).isExecutable();
  }

  /** Names and values that a script exports, but for where native libraries lie. */
  private static Set<String> exports(String script) {
    return DeployFiles.text(script)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("export "))
        .flatMap(line -> Stream.of(line.substring(7).split(" ", -1)))
        .filter(assignment -> !assignment.startsWith("DJL_CACHE_DIR="))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
