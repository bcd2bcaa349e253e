package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document says what the code does. */
class AsyncApiTest {
  private static JsonNode document;

  @BeforeAll
  static void read() throws IOException {
    document = new YAMLMapper().readTree(SchemasTest.resource("/evpose/asyncapi.yaml"));
  }

  @Test
  void topicsPartitionsAndCleanupAreThoseOfTheCode() {
    List<String> documented = new ArrayList<>();
    for (Map.Entry<String, JsonNode> channel : document.at("/channels").properties()) {
      JsonNode kafka = channel.getValue().at("/bindings/kafka");
      assertThat(channel.getValue().at("/address").asString()).isEqualTo(channel.getKey());
      documented.add(
          kafka.at("/topic").asString()
              + " "
              + kafka.at("/partitions").asInt()
              + " "
              + kafka.at("/topicConfiguration/cleanup.policy/0").asString()
              + " "
              + kafka.at("/topicConfiguration/max.message.bytes").asString());
    }
    assertThat(documented)
        .isEqualTo(
            Topics.all().stream()
                .map(
                    t ->
                        t.name()
                            + " "
                            + t.partitions()
                            + " "
                            + t.config().get("cleanup.policy")
                            + " "
                            + t.config().get("max.message.bytes"))
                .toList());
  }

  @Test
  void everyReferenceResolves() throws IOException {
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references).hasSizeGreaterThan(30);
    for (String reference : references) {
      String[] fileAndPointer = reference.split("#", 2);
      JsonNode root =
          fileAndPointer[0].isEmpty()
              ? document
              : new JsonMapper().readTree(SchemasTest.resource("/evpose/" + fileAndPointer[0]));
      String pointer = fileAndPointer.length == 2 ? fileAndPointer[1] : "";
      assertThat(root.at(pointer).isMissingNode()).as(reference).isFalse();
    }
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.get("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }

  @Test
  void eachTopicCarriesTheMessageOfItsRecord() {
    Map<String, String> schemaOfTopic = new HashMap<>();
    for (Map.Entry<String, JsonNode> channel : document.at("/channels").properties()) {
      JsonNode messages = channel.getValue().at("/messages");
      assertThat(messages.size()).isEqualTo(1);
      String name = messages.propertyNames().iterator().next();
      JsonNode payload = document.at("/components/messages/" + name + "/payload");
      schemaOfTopic.put(channel.getKey(), payload.at("/$ref").asString(""));
    }
    assertThat(schemaOfTopic)
        .isEqualTo(
            Map.of(
                Topics.EVENTS, "",
                Topics.FRAMES, "",
                Topics.POSES_2D, "schemas/pose-2d.schema.json",
                Topics.POSES_3D, "schemas/pose-3d.schema.json",
                Topics.GROUND_TRUTH, "schemas/truth.schema.json",
                Topics.RIGS, "schemas/rig.schema.json",
                Topics.CALIBRATIONS, "schemas/calibration.schema.json",
                Topics.METRICS, "schemas/metrics.schema.json",
                Topics.DEAD_LETTERS, "schemas/dead-letter.schema.json"));
  }

  @Test
  void binarySchemasAreThoseThatAreShipped() throws IOException {
    for (String[] name :
        new String[][] {{"EventPacket", "event_packet"}, {"CameraFrame", "camera_frame"}}) {
      String shipped = SchemasTest.resource("/evpose/schemas/" + name[1] + ".fbs");
      assertThat(document.at("/components/messages/" + name[0] + "/payload/schema").asString())
          .isEqualTo(shipped);
      assertThat(Files.readString(Path.of("src/main/fbs/" + name[1] + ".fbs"))).isEqualTo(shipped);
    }
  }

  @Test
  void headersAreThoseOfTheCode() throws IllegalAccessException {
    List<String> inCode = new ArrayList<>();
    for (var field : TimingHeaders.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        inCode.add((String) Objects.requireNonNull(field.get(null)));
      }
    }
    assertThat(document.at("/components/schemas/headers/properties").propertyNames())
        .containsExactlyElementsOf(inCode);
  }

  @Test
  void keysMatchTheirPatterns() {
    String camera = document.at("/components/schemas/cameraKey/pattern").asString();
    String rig = document.at("/components/schemas/rigKey/pattern").asString();
    assertThat(new String(Keys.of("lab-1", "cam_2"), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("lab-1/cam_2")
        .matches(camera);
    assertThat(new String(Keys.of("lab-1"), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("lab-1")
        .matches(rig);
  }

  @Test
  void topicsAreFoundByName() {
    assertThat(Arrays.asList(Topics.spec("rigs").partitions(), Topics.spec("events").partitions()))
        .containsExactly(1, 64);
    assertThat(Topics.spec("rigs").compacted()).isTrue();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Topics.spec("nope"))
        .hasMessage("no such topic: topic=nope");
  }
}
