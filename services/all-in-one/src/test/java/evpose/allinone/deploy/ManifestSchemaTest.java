package evpose.allinone.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every overlay renders, and every document that comes out fits its type: Kubernetes' own as
 * fabric8 has them from its OpenAPI description, Strimzi's as Strimzi publishes them, KEDA's by the
 * fields listed here (it publishes none for Java). A field that no type has is an error.
 */
class ManifestSchemaTest {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1 Namespace", Namespace.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
          Map.entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
          Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
          Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class),
          Map.entry("keda.sh/v1alpha1 ScaledObject", ScaledObject.class),
          Map.entry("keda.sh/v1alpha1 TriggerAuthentication", TriggerAuthentication.class));

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(new NothingUnknown())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The types take any field besides their own and keep it; here they may not. */
  private static final class NothingUnknown extends JacksonAnnotationIntrospector {
    @Override
    public Boolean hasAnySetter(Annotated a) {
      return Boolean.FALSE;
    }

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(
        MapperConfig<?> config, Annotated a) {
      return super.findPropertyIgnoralByName(config, a).withoutIgnoreUnknown();
    }
  }

  record Meta(String name, String namespace, Map<String, String> labels) {}

  record ScaledObject(String apiVersion, String kind, Meta metadata, Spec spec) {
    record Spec(
        Target scaleTargetRef,
        int pollingInterval,
        int cooldownPeriod,
        int minReplicaCount,
        int maxReplicaCount,
        Advanced advanced,
        List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name) {}

    record Advanced(
        boolean restoreToOriginalReplicaCount,
        io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec
            horizontalPodAutoscalerConfig) {}

    record Trigger(
        String type, String name, Map<String, String> metadata, Reference authenticationRef) {}

    record Reference(String name, String kind) {}
  }

  record TriggerAuthentication(String apiVersion, String kind, Meta metadata, Spec spec) {
    record Spec(List<FromSecret> secretTargetRef) {}

    record FromSecret(String parameter, String name, String key) {}
  }

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void overlayRendersAndEveryDocumentFitsItsType(String overlay) throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Map<String, Object> document : DeployFiles.documents(rendered(overlay))) {
      String type = document.get("apiVersion") + " " + document.get("kind");
      assertThat(TYPES).as(overlay).containsKey(type);
      STRICT.convertValue(document, TYPES.get(type));
      seen.add(type.substring(type.indexOf(' ') + 1));
      if (!type.equals("v1 Namespace")) {
        assertThat(DeployFiles.at(document, "metadata", "namespace")).isEqualTo("evpose");
      }
    }
    assertThat(seen)
        .contains("Deployment", "Kafka", "KafkaTopic", "KafkaUser", "NetworkPolicy")
        .contains(overlay.equals("production") ? "ScaledObject" : "KafkaNodePool");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{readOnly: true}]}}}}",
        "{apiVersion: kafka.strimzi.io/v1, kind: KafkaUser, spec: {authorisation: {type: simple}}}",
        "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, spec: {maxReplicas: 3}}"
      })
  void aFieldThatNoTypeHasIsFound(String text) {
    Map<String, Object> document = DeployFiles.documents(text).get(0);
    Class<?> type = TYPES.get(document.get("apiVersion") + " " + document.get("kind"));
    assertThatThrownBy(() -> STRICT.convertValue(document, type))
        .hasMessageContaining("Unrecognized field");
  }

  @Test
  void developmentIsSmallAndProductionSurvivesAMachine() throws Exception {
    String dev = rendered("dev");
    String production = rendered("production");
    assertThat(dev).contains("default.replication.factor: 1").contains("event-source");
    assertThat(production)
        .contains("default.replication.factor: 3", "min.insync.replicas: 2")
        .doesNotContain("event-source");
  }

  private String rendered(String overlay) throws IOException, InterruptedException {
    Path out = directory.resolve(overlay + ".yaml");
    Path complaints = directory.resolve(overlay + ".txt");
    Process kubectl;
    try {
      kubectl =
          new ProcessBuilder(
                  "kubectl", "kustomize", DeployFiles.path("deploy/k8s/overlays/" + overlay) + "")
              .redirectOutput(out.toFile())
              .redirectError(complaints.toFile())
              .start();
    } catch (IOException e) {
      System.out.println(
          "SKIPPED ManifestSchemaTest: no kubectl, overlay " + overlay + " was not rendered");
      assumeTrue(false, "kubectl is there");
      throw e;
    }
    assertThat(kubectl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(kubectl.exitValue()).as(Files.readString(complaints)).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
