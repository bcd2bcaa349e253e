package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import evpose.allinone.AllInOne;
import evpose.allinone.AllInOneSettings;
import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.datasets.DatasetFolder;
import evpose.datasets.PackedEvent;
import evpose.datasets.Split;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.messages.CalibrationMessage;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.metrics.service.live.RunReport;
import evpose.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One recording, measured twice: played through the whole stream and read from the page, and by
 * {@code evpose evaluate}, which runs neither Kafka nor a service. Both must say the same.
 */
class DashboardEqualsEvaluateTest {
  private static final Percentage SAME = withPercentage(0.1);
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final String SECONDS = "6";
  private static final String POLICY = "fixed-10";

  @TempDir static Path folder;
  private static Take take;
  private static JsonNode evaluated;
  private static AllInOne house;

  @BeforeAll
  static void measureTwice() throws Exception {
    Path dataset = folder.resolve("dataset");
    run("dataset generate --seconds " + SECONDS + " --subjects 10 --movements 8 --out " + dataset);
    take = TakeFile.open(DatasetFolder.open(dataset).files(Split.TRAIN).get(0));
    evaluated = evaluate(dataset);
    house =
        AllInOne.start(
            new AllInOneSettings(
                folder.resolve("data"), "", 0, 0, "compact", 0, false, 0, "robust"));
    publish();
    long steps = take.steps();
    Await.until(
        "all poses are there",
        PATIENCE,
        () ->
            live().poses2d().count() >= take.cameras() * steps
                && live().error().steps2dCompared() >= evaluatedSteps());
  }

  private static void run(String words) {
    Evpose.execute(words.split(" "));
  }

  /** The hybrid on whole takes, each camera, as the stream runs it. */
  private static JsonNode evaluate(Path dataset) throws IOException {
    Path report = folder.resolve("r.json");
    run(
        "evaluate --split validation --blocks 1 --policy-takes 1 --triangulation none --policies "
            + POLICY
            + " --dataset "
            + dataset
            + " --report "
            + report);
    return JsonMapper.shared()
        .readTree(Files.readString(report))
        .path("keyFramePolicies")
        .path("moving");
  }

  private static long evaluatedSteps() {
    return Math.round(evaluated.path("cameraSeconds").doubleValue() * 100);
  }

  private static JsonNode policy() {
    return evaluated.path("policies").path(POLICY);
  }

  private static RunReport live() {
    return house.metrics().report(System.currentTimeMillis() * 1_000_000);
  }

  /** What a source would send: the rig, its calibration, packets and truth, step by step. */
  private static void publish() {
    CameraRig rig = Dhp19Rig.rig();
    byte[] key = Keys.of(rig.id());
    RigMessage placed = RigMessage.of(rig, take.header().stepMicros(), "", POLICY);
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", house.bootstrap(), "max.in.flight.requests.per.connection", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record(Topics.RIGS, 0, key, Json.encode(placed)));
      producer.send(
          record(
              Topics.CALIBRATIONS, 0, key, Json.encode(CalibrationMessage.of(rig, 0, "of DHP19"))));
      producer.flush();
      List<PacketCutter> cutters = new ArrayList<>();
      for (ProjectionCamera camera : rig.cameras()) {
        cutters.add(
            new PacketCutter(
                rig.id(), camera.id(), new SensorGeometry(camera.width(), camera.height()), 0));
      }
      for (int step = 0; step < take.steps(); step++) {
        for (int c = 0; c < take.cameras(); c++) {
          for (EventPacket packet : packets(cutters.get(c), c, step)) {
            producer.send(
                record(
                    Topics.EVENTS,
                    placed.cameras().get(c).eventsPartition(),
                    Keys.of(rig.id(), packet.camera()),
                    EventPackets.encode(packet)));
          }
        }
        producer.send(
            record(
                Topics.GROUND_TRUTH,
                placed.posesPartition(),
                key,
                Json.encode(
                    TruthMessage.of(rig.id(), step, take.header().stepMicros(), truth(step)))));
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, byte[] key, byte[] value) {
    return new ProducerRecord<>(topic, partition, key, value);
  }

  private static List<EventPacket> packets(PacketCutter cutter, int camera, int step) {
    EventBuffer events = new EventBuffer();
    long begin = (long) step * take.header().stepMicros();
    for (int i = take.offset(camera, step); i < take.offset(camera, step + 1); i++) {
      int event = take.event(camera, i);
      events.add(
          PackedEvent.x(event),
          PackedEvent.y(event),
          begin + PackedEvent.microsInStep(event),
          PackedEvent.polarity(event));
    }
    return cutter.cut(events, begin, begin + take.header().stepMicros());
  }

  private static double[] truth(int step) {
    double[] joints = new double[3 * Take.JOINTS];
    for (int j = 0; j < Take.JOINTS; j++) {
      for (int axis = 0; axis < 3; axis++) {
        joints[3 * j + axis] = take.worldMm(step, j, axis);
      }
    }
    return joints;
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
  }

  @Test
  void errorInTheImages() {
    assertThat(live().error().steps2dCompared()).isEqualTo(evaluatedSteps());
    assertThat(live().error().mpjpe2dPx())
        .isCloseTo(policy().path("mpjpe2dInSightPx").doubleValue(), SAME);
  }

  @Test
  void estimatedPowerOfHybridAndDenseNetwork() {
    assertThat(live().power().wattsEstimated() / take.cameras())
        .isCloseTo(policy().path("watts").doubleValue(), SAME);
    assertThat(live().power().wattsDenseAnn() / take.cameras())
        .isCloseTo(evaluated.path("wattsAnn100").doubleValue(), SAME);
  }

  private static String told() {
    URI page = URI.create(house.page() + "actuator/prometheus");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What Prometheus is told: the error of the run; the power of the last 10 s, here of all of it.
   */
  @Test
  void prometheusIsToldTheSame() {
    String error = "evpose_mpjpe_image_run_pixels\\{";
    double last = live().error().mpjpe2dPx();
    Await.until( // gauges move once a second
        "gauges have the last pose", PATIENCE, () -> Math.abs(gauge(told(), error) - last) < 1e-9);
    String numbers = told();
    assertThat(gauge(numbers, error))
        .isCloseTo(policy().path("mpjpe2dInSightPx").doubleValue(), SAME);
    String power = "evpose_power_estimated_watts\\{.*network=\"";
    assertThat(gauge(numbers, power + "hybrid") / take.cameras())
        .isCloseTo(policy().path("watts").doubleValue(), SAME);
    assertThat(gauge(numbers, power + "dense_ann") / take.cameras())
        .isCloseTo(evaluated.path("wattsAnn100").doubleValue(), SAME);
  }

  private static double gauge(String numbers, String begin) {
    Matcher line = Pattern.compile("(?m)^" + begin + "[^}]*} (\\S+)$").matcher(numbers);
    assertThat(line.find()).as(begin).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
