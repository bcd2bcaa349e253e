package evpose.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Schemas say what the records say. */
class SchemasTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  static List<String> names() {
    return List.copyOf(Samples.byName().keySet());
  }

  static String resource(String path) throws IOException {
    try (InputStream in = SchemasTest.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String text(String name) throws IOException {
    return resource("/evpose/schemas/" + name + ".schema.json");
  }

  private static Schema schema(String name) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text(name), InputFormat.JSON);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySampleIsValid(String name) throws IOException {
    for (Record sample : Samples.byName().get(name)) {
      String json = new String(Json.encode(sample), UTF_8);
      assertThat(schema(name).validate(json, InputFormat.JSON)).as(json).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void schemaItselfIsValid(String name) throws IOException {
    Schema meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    SpecificationVersion.DRAFT_2020_12.getDialectId()));
    assertThat(meta.validate(text(name), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void fieldsAndRequiredFieldsAreTheRecords(String name) throws IOException {
    JsonNode root = MAPPER.readTree(text(name));
    compare(name, root, root, Samples.byName().get(name).get(0).getClass());
  }

  private static void compare(String place, JsonNode root, JsonNode schema, Class<?> record) {
    RecordForm form = RecordForm.of(record);
    assertThat(schema.at("/properties").propertyNames())
        .as("properties of %s", place)
        .containsExactlyElementsOf(form.names());
    List<String> required = new ArrayList<>();
    schema.at("/required").forEach(field -> required.add(field.asString()));
    assertThat(required).as("required of %s", place).isEqualTo(form.required());
    RecordComponent[] components = record.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      JsonNode property = resolve(root, schema.at("/properties").get(form.names().get(i)));
      assertThat(
              property.at("/description").isMissingNode() && property.at("/type").isMissingNode())
          .isFalse();
      Type type = components[i].getGenericType();
      if (type instanceof ParameterizedType list) {
        type = list.getActualTypeArguments()[0];
        property = resolve(root, property.at("/items"));
      }
      if (type instanceof Class<?> inner && inner.isRecord()) {
        compare(place + "." + form.names().get(i), root, property, inner);
      }
    }
  }

  private static JsonNode resolve(JsonNode root, JsonNode node) {
    JsonNode ref = node.at("/$ref");
    return ref.isMissingNode() ? node : root.at(ref.asString().substring(1));
  }

  @ParameterizedTest
  @MethodSource("names")
  void schemaAndReaderRefuseTheSameMissingFields(String name) throws IOException {
    Record sample = Samples.byName().get(name).get(0);
    ObjectNode whole = (ObjectNode) MAPPER.readTree(Json.encode(sample));
    for (String field : RecordForm.of(sample.getClass()).names()) {
      ObjectNode without = whole.deepCopy();
      without.remove(field);
      boolean required = RecordForm.of(sample.getClass()).required().contains(field);
      byte[] json = MAPPER.writeValueAsBytes(without);
      assertThat(schema(name).validate(new String(json, UTF_8), InputFormat.JSON).isEmpty())
          .as(field)
          .isEqualTo(!required);
      if (required) {
        assertThatThrownBy(() -> Json.decode(json, sample.getClass()))
            .hasMessage("required field is missing: field=/" + field);
      }
    }
  }

  @Test
  void schemaRefusesAShedRecordWithoutAReasonAndAPoseWithOne() throws IOException {
    String shed = new String(Json.encode(Samples.byName().get("pose-2d").get(2)), UTF_8);
    String pose = new String(Json.encode(Samples.pose2d()), UTF_8);
    Schema schema = schema("pose-2d");
    assertThat(schema.validate(shed.replace("\"shed\"", "\"snn\""), InputFormat.JSON)).isNotEmpty();
    assertThat(schema.validate(pose.replace("\"snn\"", "\"shed\""), InputFormat.JSON)).isNotEmpty();
  }

  /** Every value of the samples, made negative or a text, is refused by both or by neither. */
  @ParameterizedTest
  @MethodSource("names")
  void schemaAndReaderAgreeOnReplacedValues(String name) throws IOException {
    Record sample = Samples.byName().get(name).get(0);
    ObjectNode whole = (ObjectNode) MAPPER.readTree(Json.encode(sample));
    Schema schema = schema(name);
    for (Map.Entry<String, JsonNode> field : whole.properties()) {
      for (String value : List.of("-5", "\"?\"", "null", "[]", "{}", "1.5", "true")) {
        ObjectNode changed = whole.deepCopy();
        changed.set(field.getKey(), MAPPER.readTree(value));
        byte[] json = MAPPER.writeValueAsBytes(changed);
        boolean valid = schema.validate(new String(json, UTF_8), InputFormat.JSON).isEmpty();
        boolean read;
        try {
          Json.decode(json, sample.getClass());
          read = true;
        } catch (MalformedMessageException e) {
          read = false;
        }
        // The reader may know more (keyFrameStep <= step), the schema never.
        assertThat(valid || !read).as("%s=%s is read", field.getKey(), value).isTrue();
        boolean moreThanASchemaSays =
            List.of("step", "lastStep", "camerasExpected").contains(field.getKey());
        if (!moreThanASchemaSays) {
          assertThat(read).as("%s=%s", field.getKey(), value).isEqualTo(valid);
        }
      }
    }
  }
}
