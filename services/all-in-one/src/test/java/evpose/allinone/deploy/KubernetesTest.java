package evpose.allinone.deploy;

import static evpose.allinone.deploy.DeployFiles.at;
import static evpose.allinone.deploy.DeployFiles.list;
import static evpose.allinone.deploy.DeployFiles.map;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import evpose.streaming.KafkaAccess;
import evpose.streaming.Rights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What the manifests say is what the code says. */
class KubernetesTest {
  private static final String BASE = "deploy/k8s/base/";
  private static final String SCALING = "deploy/k8s/overlays/production/autoscaling.yaml";

  /** KEDA's user: it is none of ours and sees only how far behind camera-service is. */
  private static final String SCALER = "scaler";

  @Test
  void topicsAreThoseOfTheCode() {
    Map<String, Object> said = new TreeMap<>();
    for (Map<String, Object> topic : documents("topics.yaml")) {
      said.put((String) at(topic, "metadata", "name"), text(map(topic.get("spec"))));
    }
    Map<String, Object> wanted = new TreeMap<>();
    for (TopicSpec topic : Topics.all()) {
      Map<String, Object> spec = new TreeMap<>();
      spec.put("partitions", topic.partitions());
      spec.put("config", topic.config());
      wanted.put(topic.name(), text(spec));
    }
    assertThat(said).isEqualTo(wanted);
  }

  @Test
  void usersHaveTheRightsThatTheCodeListsAndNoOthers() {
    Map<String, Set<String>> said = new TreeMap<>();
    for (Map<String, Object> user : documents("users.yaml")) {
      said.put((String) at(user, "metadata", "name"), acls(user));
      assertThat(at(user, "spec", "authentication", "type")).isEqualTo("scram-sha-512");
    }
    assertThat(said.remove(SCALER))
        .containsExactly("group literal evpose-camera Describe", "topic literal events Describe");
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (Rights rights : Rights.values()) {
      wanted.put(
          rights.key(),
          rights.bindings("User:" + rights.key()).stream()
              .map(KubernetesTest::text)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertThat(said).isEqualTo(wanted);
  }

  @Test
  void servicesComeAsTheirUsersWithSettingsThatThereAre() {
    DeployFiles.USERS.forEach(
        (service, user) -> {
          Map<String, Object> pod = map(at(deployment(service), "spec", "template", "spec"));
          Map<String, Object> container = map(list(pod.get("containers")).get(0));
          Set<String> names = new TreeSet<>();
          for (Object variable : list(container.get("env"))) {
            names.add((String) at(variable, "name"));
          }
          assertThat(DeployFiles.environment(service)).as(service).containsAll(names);
          assertThat(names).as(service).contains(KafkaAccess.VARIABLE);
          assertThat(container.get("image")).isEqualTo("evpose/" + service);
          Map<String, Object> login = map(list(pod.get("initContainers")).get(0));
          assertThat(at(list(login.get("env")).get(0), "valueFrom", "secretKeyRef", "name"))
              .isEqualTo(user);
        });
  }

  @Test
  void podsAreLockedDownBoundedAndAsked() {
    for (String service : DeployFiles.USERS.keySet()) {
      Map<String, Object> pod = map(at(deployment(service), "spec", "template", "spec"));
      assertThat(at(pod, "securityContext", "runAsNonRoot")).as(service).isEqualTo(true);
      assertThat(at(pod, "securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
      assertThat(pod.get("automountServiceAccountToken")).isEqualTo(false);
      List<Object> all = new java.util.ArrayList<>(list(pod.get("containers")));
      all.addAll(list(pod.get("initContainers")));
      for (Object container : all) {
        assertThat(at(container, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(container, "securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(at(container, "securityContext", "capabilities", "drop"))
            .isEqualTo(List.of("ALL"));
        assertThat(at(container, "resources", "requests", "cpu")).isNotNull();
        assertThat(at(container, "resources", "limits", "memory")).isNotNull();
      }
      Object container = list(pod.get("containers")).get(0);
      if (!service.equals("event-source")) { // it has no door
        assertThat(at(container, "livenessProbe", "httpGet", "path"))
            .isEqualTo("/actuator/health/liveness");
        assertThat(at(container, "readinessProbe", "httpGet", "path"))
            .isEqualTo("/actuator/health/readiness");
        assertThat(at(container, "startupProbe")).isNotNull();
      }
    }
  }

  @Test
  void scalingWatchesTheGroupAndTopicOfCameraServiceUpToOnePodACamera() {
    Map<String, Object> scaled = DeployFiles.yaml(SCALING);
    Map<String, Object> kafka = map(at(list(at(scaled, "spec", "triggers")).get(0), "metadata"));
    assertThat(kafka.get("topic")).isEqualTo(Topics.EVENTS);
    assertThat(DeployFiles.text(DeployFiles.SETTINGS.get("camera-service")))
        .contains("${CAMERA_APPLICATION_ID:" + kafka.get("consumerGroup") + "}");
    assertThat(kafka.get("limitToPartitionsWithLag")).isEqualTo("true");
    assertThat(at(scaled, "spec", "maxReplicaCount")).isEqualTo(Topics.STREAM_PARTITIONS);
    assertThat(at(scaled, "spec", "scaleTargetRef", "name")).isEqualTo("camera-service");
  }

  private static List<Map<String, Object>> documents(String file) {
    return DeployFiles.documents(DeployFiles.text(BASE + file));
  }

  private static Map<String, Object> deployment(String service) {
    String file =
        service.equals("event-source")
            ? "deploy/k8s/overlays/dev/event-source.yaml"
            : BASE + service + ".yaml";
    return DeployFiles.documents(DeployFiles.text(file)).get(0);
  }

  private static Set<String> acls(Map<String, Object> user) {
    Set<String> acls = new TreeSet<>();
    for (Object acl : list(at(user, "spec", "authorization", "acls"))) {
      for (Object operation : list(at(acl, "operations"))) {
        acls.add(
            at(acl, "resource", "type")
                + " "
                + at(acl, "resource", "patternType")
                + " "
                + at(acl, "resource", "name")
                + " "
                + operation);
      }
    }
    return acls;
  }

  private static String text(AclBinding right) {
    ResourceType type = right.pattern().resourceType();
    String operation = right.entry().operation().name().toLowerCase(Locale.ROOT);
    return (type == ResourceType.TRANSACTIONAL_ID
            ? "transactionalId"
            : type.name().toLowerCase(Locale.ROOT))
        + (right.pattern().patternType() == PatternType.PREFIXED ? " prefix " : " literal ")
        + right.pattern().name()
        + " "
        + Character.toUpperCase(operation.charAt(0))
        + operation.substring(1);
  }

  /** Numbers in YAML may be written as text and the other way round. */
  private static Map<String, Object> text(Map<String, Object> map) {
    Map<String, Object> text = new TreeMap<>();
    map.forEach(
        (key, value) ->
            text.put(key, value instanceof Map<?, ?> inner ? text(map(inner)) : "" + value));
    return text;
  }
}
