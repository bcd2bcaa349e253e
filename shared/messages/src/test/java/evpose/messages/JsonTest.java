package evpose.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JsonTest {
  private static final long SEED = 4_711;

  record Leaf(@Decimals(1) double a, @Nullable String note) {}

  record Tree(int n, boolean isFinal, List<Leaf> leaves, double[] row, double[][] table) {}

  private static String text(Object record) {
    return new String(Json.encode(record), UTF_8);
  }

  private static void assertRefused(String json, Class<?> type, String reason, String message) {
    MalformedMessageException refusal =
        catchThrowableOfType(
            MalformedMessageException.class, () -> Json.decode(json.getBytes(UTF_8), type));
    assertThat(refusal).as(json).isNotNull().hasMessage(message);
    assertThat(refusal.reason()).isEqualTo(reason);
  }

  private static Tree tree(double value) {
    return new Tree(
        -3,
        true,
        List.of(new Leaf(value, null), new Leaf(0.25, "ü\"\n")),
        new double[] {0.1, Double.NaN},
        new double[][] {{1, 2.5}, null});
  }

  @Test
  void writesFieldsInTheRecordsOrderWithoutSpace() {
    assertThat(text(tree(1.25)))
        .isEqualTo(
            "{\"n\":-3,\"final\":true,\"leaves\":[{\"a\":1.3},{\"a\":0.3,\"note\":\"ü\\\"\\n\"}],"
                + "\"row\":[0.1,null],\"table\":[[1,2.5],null]}");
  }

  @Test
  void neverWritesNanInfinityOrMinusZero() {
    assertThat(text(new Leaf(Double.NaN, null))).isEqualTo("{\"a\":null}");
    assertThat(text(new Leaf(Double.NEGATIVE_INFINITY, null))).isEqualTo("{\"a\":null}");
    assertThat(text(new Leaf(-0.0, null))).isEqualTo("{\"a\":0}");
    assertThat(text(new Leaf(-0.04, null))).isEqualTo("{\"a\":0}");
  }

  @Test
  void readsWhatAnotherPrinterWouldWrite() throws Exception {
    Tree read =
        Json.decode(
            """
            { "later": {"x": [1, {"y": 2}]}, "table": [null, [1e0, -0.0]], "row": [1],
              "leaves": [ {"note": null, "a": 25E-1} ], "final": false, "n": 7 }
            """
                .getBytes(UTF_8),
            Tree.class);
    assertThat(text(read))
        .isEqualTo(
            "{\"n\":7,\"final\":false,\"leaves\":[{\"a\":2.5}],\"row\":[1],"
                + "\"table\":[null,[1,0]]}");
  }

  @TestFactory
  Stream<DynamicTest> everyMessageComesBackAsWritten() {
    List<DynamicTest> tests = new ArrayList<>();
    Samples.byName()
        .forEach(
            (name, samples) ->
                samples.forEach(
                    sample ->
                        tests.add(
                            DynamicTest.dynamicTest(
                                name,
                                () -> {
                                  byte[] bytes = Json.encode(sample);
                                  Record read = Json.decode(bytes, sample.getClass());
                                  assertThat(text(read)).isEqualTo(text(sample));
                                  assertThat(Json.decode(Json.encode(read), sample.getClass()))
                                      .isEqualTo(read)
                                      .hasSameHashCodeAs(read);
                                }))));
    return tests.stream();
  }

  @Test
  void poseOfOneCameraLooksLikeThis() {
    assertThat(text(Samples.pose2d()))
        .startsWith(
            "{\"rig\":\"dhp19\",\"camera\":\"cam0\",\"step\":1234,\"stepMicros\":10000,"
                + "\"endMicros\":12350000,\"source\":\"snn\",\"keyFrameStep\":1230,\"joints\":["
                + "{\"x\":100.5,\"y\":200,\"confidence\":0.5,\"spreadPx\":1.25},"
                + "{\"x\":100.8333,\"y\":199.8571,\"confidence\":0.51,\"spreadPx\":1.25},"
                + "{\"x\":101.1667,\"y\":199.7143,\"confidence\":0.52,\"spreadPx\":null},")
        .contains("{\"x\":null,\"y\":null,\"confidence\":0,\"spreadPx\":null}")
        .endsWith(
            "],\"events\":2345,\"packets\":1,\"gaps\":0,\"macs\":12345678,\"acs\":987654,"
                + "\"neuronUpdates\":45056,\"inputs\":{\"model\":\""
                + Samples.HASH
                + "\",\"calibration\":\"\",\"policy\":\"fixed-10+3\","
                + "\"engine\":\"torch-2.7.1/avx2+sparse-1\"},\"lastStep\":1234}");
  }

  @Test
  void poseInTheRoomLooksLikeThis() {
    assertThat(text(Samples.pose3d()))
        .startsWith(
            "{\"rig\":\"dhp19\",\"step\":1234,\"stepMicros\":10000,\"endMicros\":12350000,"
                + "\"revision\":1,\"final\":true,\"cameras\":[\"cam0\",\"cam1\",\"cam3\"],"
                + "\"camerasExpected\":4,\"joints\":[{\"x\":-500,\"y\":12.346,\"z\":1800,"
                + "\"confidence\":0.875,\"covarianceMm2\":[4,-0.25,0,5,0,6],"
                + "\"reprojectionPx\":1.5,\"views\":3,\"ageSteps\":0},")
        .contains(
            "{\"x\":null,\"y\":null,\"z\":null,\"confidence\":0,"
                + "\"covarianceMm2\":[null,null,null,null,null,null],"
                + "\"reprojectionPx\":null,\"views\":0,\"ageSteps\":12}");
  }

  @Test
  void hashOfACalibrationIsTheSameForAllTime() throws Exception {
    String before = "b5a60c0fea8acb39d9f7fd21e2a5e4677ceb2e07c200f0317e80c1126b459e8b";
    CalibrationMessage calibration = Samples.calibration();
    assertThat(calibration.sha256()).isEqualTo(before);
    CalibrationMessage read = Json.decode(Json.encode(calibration), CalibrationMessage.class);
    assertThat(read.sha256()).isEqualTo(before);
  }

  @Test
  void refusesWhatIsNotJson() {
    assertRefused("", Leaf.class, "wrong-type", "a field must be an object: field=, found=nothing");
    assertRefused(
        "[]", Leaf.class, "wrong-type", "a field must be an object: field=, found=START_ARRAY");
    assertRefused(
        "{\"a\":1}{",
        Leaf.class,
        "not-json",
        "a message is one JSON object, more follows: found=START_OBJECT");
    MalformedMessageException torn =
        catchThrowableOfType(
            MalformedMessageException.class,
            () -> Json.decode("{\"a\":1,".getBytes(UTF_8), Leaf.class));
    assertThat(torn.reason()).isEqualTo("not-json");
    assertThat(torn.getMessage()).startsWith("not JSON: ").doesNotContain("\n");
  }

  @Test
  void refusesAMissingField() {
    assertRefused(
        "{\"n\":1,\"final\":true,\"leaves\":[{\"a\":1},{}],\"row\":[],\"table\":[]}",
        Tree.class,
        "missing-field",
        "required field is missing: field=/leaves/1/a");
    assertRefused("{}", Leaf.class, "missing-field", "required field is missing: field=/a");
  }

  @Test
  void refusesAFieldThatComesTwice() {
    assertRefused(
        "{\"a\":1,\"a\":2}", Leaf.class, "duplicate-field", "a field comes once: field=/a");
  }

  @Test
  void refusesAnotherType() {
    assertRefused(
        "{\"a\":\"1\"}",
        Leaf.class,
        "wrong-type",
        "a field must be a number or null: field=/a, found=VALUE_STRING");
    assertRefused(
        "{\"a\":1,\"note\":5}",
        Leaf.class,
        "wrong-type",
        "a field must be a string: field=/note, found=VALUE_NUMBER_INT");
    assertRefused(
        "{\"n\":1.5}",
        Tree.class,
        "wrong-type",
        "a field must be a whole number: field=/n, found=VALUE_NUMBER_FLOAT");
    assertRefused(
        "{\"final\":null}",
        Tree.class,
        "wrong-type",
        "a field must be true or false: field=/final, found=VALUE_NULL");
    assertRefused(
        "{\"leaves\":[null]}",
        Tree.class,
        "wrong-type",
        "a field must be an object: field=/leaves/0, found=VALUE_NULL");
    assertRefused(
        "{\"row\":{}}",
        Tree.class,
        "wrong-type",
        "a field must be an array: field=/row, found=START_OBJECT");
  }

  @Test
  void refusesANumberThatDoesNotFit() {
    assertRefused(
        "{\"n\":2147483648}",
        Tree.class,
        "bad-value",
        "a number is too large: field=/n, value=2147483648");
    assertRefused(
        "{\"n\":99999999999999999999}",
        Tree.class,
        "bad-value",
        "a number is too large: field=/n, value=99999999999999999999");
    assertRefused(
        "{\"a\":1e999}", Leaf.class, "bad-value", "a number is too large: field=/a, value=1e999");
  }

  @Test
  void refusesWhatTheRecordRefusesInTheRecordsWords() {
    String pose = text(Samples.pose2d());
    assertRefused(
        pose.replace("\"confidence\":0.51", "\"confidence\":1.51"),
        Pose2dMessage.class,
        "bad-value",
        "confidence must be in [0, 1]: confidence=1.51, in=/joints/1");
    assertRefused(
        pose.replace("\"source\":\"snn\"", "\"source\":\"magic\""),
        Pose2dMessage.class,
        "bad-value",
        "source must be ann, snn, held, none or shed: source=magic");
  }

  @Test
  void refusesMoreThanOneMebibyteAndDeepNests() {
    assertRefused(
        " ".repeat((1 << 20) + 1),
        Leaf.class,
        "too-large",
        "a message has at most 1048576 bytes: bytes=1048577");
    MalformedMessageException deep =
        catchThrowableOfType(
            MalformedMessageException.class,
            () -> Json.decode(("{\"b\":" + "[".repeat(500_000)).getBytes(UTF_8), Leaf.class));
    assertThat(deep.reason()).isEqualTo("too-large");
    assertThat(deep.getMessage()).startsWith("a limit of messages is passed: ");
  }

  @Test
  void refusesToWriteWhatIsNoMessage() {
    assertThatThrownBy(() -> Json.encode("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messages are records: class=java.lang.String");
  }

  @Test
  void everyTruncationAndReplacedByteGivesARecordOrARefusal() {
    SplittableRandom random = new SplittableRandom(SEED);
    int refused = 0;
    int read = 0;
    for (List<Record> samples : Samples.byName().values()) {
      byte[] good = Json.encode(samples.get(0));
      for (int i = 0; i < 2 * good.length; i++) {
        byte[] bytes = good.clone();
        if (i < good.length) {
          bytes = java.util.Arrays.copyOf(good, i);
        } else {
          bytes[i - good.length] = (byte) random.nextInt();
        }
        try {
          Record record = Json.decode(bytes, samples.get(0).getClass());
          read++;
          assertThat(i)
              .as("a truncated message is never whole")
              .isGreaterThanOrEqualTo(good.length);
          Json.encode(record);
        } catch (MalformedMessageException e) {
          assertThat(e.getMessage()).doesNotContain("\n", "\r");
          refused++;
        } catch (RuntimeException e) {
          throw new AssertionError("seed=" + SEED + ", i=" + i, e);
        }
      }
    }
    assertThat(read).isGreaterThan(100);
    assertThat(refused).isGreaterThan(1000);
  }
}
