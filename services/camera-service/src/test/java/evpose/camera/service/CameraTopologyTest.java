package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.messages.DeadLetterMessage;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import evpose.streaming.LogReader;
import evpose.streaming.StreamsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every branch of the topology, without a broker and without native code. */
class CameraTopologyTest {
  private static final CameraModel MODEL = Models.plain();
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(new RigCamera("cam0", 346, 260, 0), new RigCamera("cam1", 346, 260, 1)),
          37,
          10_000,
          "",
          "");

  private final Map<String, RigMessage> publishedRigs = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
  private final MemoryRecords frames = new MemoryRecords();
  private final AtomicReference<Topology> topology = new AtomicReference<>();
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          define(), StreamsSettings.streams("cameras", "none:1", Path.of("unused"), 1));
  private final TestInputTopic<byte[], byte[]> events = input(Topics.EVENTS);
  private final TestInputTopic<byte[], byte[]> rigs = input(Topics.RIGS);
  private final TestOutputTopic<byte[], byte[]> poses = output(Topics.POSES_2D);
  private final TestOutputTopic<byte[], byte[]> deadLetters = output(Topics.DEAD_LETTERS);

  private Topology define() {
    LogReader reader =
        (partition, before, enough) -> log.stream().filter(r -> r.offset() < before).toList();
    topology.set(
        CameraTopology.define(
            partitioner ->
                new EventsProcessor(
                    new RigRuns(CameraModels.of(MODEL), new KeyFrames(100, 0)),
                    Shedding.none(),
                    reader,
                    () -> frames,
                    () -> Map.copyOf(publishedRigs),
                    partitioner,
                    new Abreast(0),
                    "here")));
    return topology.get();
  }

  @AfterEach
  void closeDriver() {
    driver.close();
  }

  @AfterAll
  static void closeModel() {
    MODEL.close();
  }

  @Test
  void eachClosedStepBecomesAPoseUnderTheRigsKey() throws MalformedMessageException {
    register(RIG);
    publish(packet("cam1", 0, 0, 25_000));
    List<TestRecord<byte[], byte[]>> records = poses.readRecordsToList();
    assertThat(records).hasSize(2);
    assertThat(records.get(1).key()).isEqualTo(Keys.of("r"));
    Pose2dMessage pose = Json.decode(records.get(1).value(), Pose2dMessage.class);
    assertThat(pose.rig()).isEqualTo("r");
    assertThat(pose.camera()).isEqualTo("cam1");
    assertThat(pose.step()).isEqualTo(1);
    assertThat(pose.endMicros()).isEqualTo(20_000);
    assertThat(pose.inputs().policy()).isEqualTo("fixed-10+5");
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void wallClocksTravelInHeadersOnly() {
    register(RIG);
    Headers headers = new RecordHeaders();
    TimingHeaders.put(headers, TimingHeaders.PUBLISHED_NANOS, 123);
    TimingHeaders.put(headers, TimingHeaders.TRACEPARENT, "00-ab-cd-01");
    events.pipeInput(
        new TestRecord<>(
            Keys.of("r", "cam0"), EventPackets.encode(packet("cam0", 0, 0, 10_000)), headers));
    Headers out = poses.readRecord().headers();
    assertThat(TimingHeaders.nanos(out, TimingHeaders.PUBLISHED_NANOS)).hasValue(123);
    assertThat(text(out, TimingHeaders.TRACEPARENT)).isEqualTo("00-ab-cd-01");
    assertThat(text(out, TimingHeaders.HOST)).isEqualTo("here");
    long received = TimingHeaders.nanos(out, TimingHeaders.RECEIVED_NANOS).orElseThrow();
    long done = TimingHeaders.nanos(out, TimingHeaders.DONE_NANOS).orElseThrow();
    assertThat(done).isGreaterThanOrEqualTo(received);
    assertThat(TimingHeaders.nanos(out, TimingHeaders.INFER_NANOS)).isPresent();
  }

  @Test
  void aMalformedPacketIsSetAsideWithItsPlaceAndTheStreamGoesOn() throws MalformedMessageException {
    register(RIG);
    publish(packet("cam0", 0, 0, 10_000));
    events.pipeInput(Keys.of("r", "cam0"), new byte[] {1, 2, 3});
    publish(packet("cam0", 1, 10_000, 20_000));
    assertThat(poses.readRecordsToList()).hasSize(2);
    DeadLetterMessage letter = letter();
    assertThat(letter.topic()).isEqualTo("events");
    assertThat(letter.partition()).isZero();
    assertThat(letter.offset()).isEqualTo(1);
    assertThat(letter.reason()).isEqualTo("too-small");
    assertThat(letter.service()).isEqualTo("camera-service");
    assertThat(letter.keyText()).isEqualTo("r/cam0");
  }

  @Test
  void aRecordWithoutAValueIsSetAside() throws MalformedMessageException {
    events.pipeInput(Keys.of("r", "cam0"), (byte[]) null);
    assertThat(letter().reason()).isEqualTo("empty");
    assertThat(poses.isEmpty()).isTrue();
  }

  @Test
  void anUnknownRigIsSetAsideWithWhatToDo() throws MalformedMessageException {
    publish(packet("cam0", 0, 0, 10_000));
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo("unknown-camera");
    assertThat(letter.message())
        .isEqualTo("the rig is not registered, register it first (evpose rig add): rig=r");
    assertThat(poses.isEmpty()).isTrue();
  }

  @Test
  void aCameraThatItsRigDoesNotKnowIsSetAside() throws MalformedMessageException {
    register(RIG);
    publish(packet("cam7", 0, 0, 10_000));
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo("unknown-camera");
    assertThat(letter.message())
        .isEqualTo(
            "the rig has no such camera, register it first (evpose rig add): rig=r, camera=cam7");
  }

  @Test
  void aRigThatWasRegisteredThisMomentIsKnown() {
    publishedRigs.put("r", RIG); // on the topic, not yet in the table
    publish(packet("cam0", 0, 0, 10_000));
    assertThat(poses.readRecordsToList()).hasSize(1);
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void anotherSensorThanTheRegisteredOneIsSetAside() throws MalformedMessageException {
    register(RIG);
    events.pipeInput(
        Keys.of("r", "cam0"), EventPackets.encode(empty("cam0", 640, 480, 0, 0, 10_000)));
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo("geometry-mismatch");
    assertThat(letter.message())
        .isEqualTo(
            "the packet's sensor is not the one that the rig registered: rig=r, camera=cam0,"
                + " packet=640x480, registered=346x260");
    assertThat(poses.isEmpty()).isTrue();
  }

  @Test
  void aPolicyThatNobodyKnowsIsSetAside() throws MalformedMessageException {
    register(new RigMessage("r", RIG.cameras(), 0, 10_000, "", "sometimes"));
    publish(packet("cam0", 0, 0, 10_000));
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo("unknown-policy");
    assertThat(letter.message())
        .isEqualTo(
            "a rig's policy must be fixed-N, or demand-N-eE-cC-kK-M, with or without -roi at the end, with a key frame at least every 2000 ms, or empty:"
                + " rig=r, policy=sometimes");
  }

  @Test
  void whatANetworkOnEventsIsToldOfFramesItDoesNotRead() {
    register(RIG);
    publish(packet("cam0", 0, 0, 10_000).with(new FrameRef(77, 10_000)));
    assertThat(poses.readRecordsToList()).hasSize(1);
    assertThat(frames.asked).isEmpty();
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void theRigsOwnPolicyIsFollowed() throws MalformedMessageException {
    register(new RigMessage("r", RIG.cameras(), 0, 10_000, "", "fixed-20"));
    publish(packet("cam1", 0, 0, 10_000));
    Pose2dMessage pose = Json.decode(poses.readValue(), Pose2dMessage.class);
    assertThat(pose.inputs().policy()).isEqualTo("fixed-20+10");
  }

  @Test
  void lostPacketsAreCountedAndAHeartbeatClosesSteps() throws MalformedMessageException {
    register(RIG);
    publish(packet("cam0", 0, 0, 10_000));
    publish(packet("cam0", 3, 40_000, 50_000));
    List<Pose2dMessage> seen = new ArrayList<>();
    for (byte[] value : poses.readValuesToList()) {
      seen.add(Json.decode(value, Pose2dMessage.class));
    }
    assertThat(seen).extracting(Pose2dMessage::step).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(seen).extracting(Pose2dMessage::gaps).containsExactly(0L, 2L, 0L, 0L, 0L);
  }

  @Test
  void aRigThatIsRegisteredAnewIsRebuiltFromTheLogAndSaysNothingTwice()
      throws MalformedMessageException {
    register(RIG);
    List<EventPacket> packets = SimulatedPackets.ofCamera(SimulatedPackets.of(70), 0);
    int half = packets.size() / 2;
    packets.subList(0, half).forEach(p -> publish(renamed(p)));
    int before = poses.readRecordsToList().size();
    register(new RigMessage("r", RIG.cameras(), 37, 10_000, "", "fixed-20"));
    packets.subList(half, packets.size()).forEach(p -> publish(renamed(p)));
    List<Pose2dMessage> after = new ArrayList<>();
    for (byte[] value : poses.readValuesToList()) {
      after.add(Json.decode(value, Pose2dMessage.class));
    }
    assertThat(after).extracting(Pose2dMessage::step).first().isEqualTo((long) before);
    assertThat(after).hasSize(70 - before);
    assertThat(after).allSatisfy(p -> assertThat(p.inputs().policy()).isEqualTo("fixed-20+0"));
    assertThat(after.get(0).source()).isEqualTo("snn"); // knows the past under the new policy
    assertThat(after.get(0).keyFrameStep()).isEqualTo(20);
  }

  @Test
  void aPlannedSwitchIsFollowedFromItsStepOnAndSaysWhatTheNewPolicyAlwaysSaid()
      throws MalformedMessageException {
    register(RIG);
    List<EventPacket> packets = SimulatedPackets.ofCamera(SimulatedPackets.of(210), 0);
    int heard = packets.size() / 5;
    packets.subList(0, heard).forEach(p -> publish(renamed(p)));
    register(RIG.switched(150, "", "fixed-20"));
    packets.subList(heard, packets.size()).forEach(p -> publish(renamed(p)));
    List<String> switched = texts();
    assertThat(switched).hasSize(210);
    List<String> before = alone(RIG, packets);
    List<String> after =
        alone(new RigMessage("r", RIG.cameras(), 37, 10_000, "", "fixed-20"), packets);
    assertThat(switched.subList(0, 150)).isEqualTo(before.subList(0, 150));
    assertThat(switched.subList(150, 210)).isEqualTo(after.subList(150, 210));
    assertThat(after.get(150)).isNotEqualTo(before.get(150)).contains("\"source\":\"snn\"");
  }

  @Test
  void aSwitchThatIsHeardOfLateIsFollowedFromTheNextStepOn() throws MalformedMessageException {
    register(RIG);
    List<EventPacket> packets = SimulatedPackets.ofCamera(SimulatedPackets.of(210), 0);
    int heard = packets.size() * 4 / 5;
    packets.subList(0, heard).forEach(p -> publish(renamed(p)));
    int answered = texts().size();
    register(RIG.switched(answered + 2, "", "fixed-20"));
    packets.subList(heard, packets.size()).forEach(p -> publish(renamed(p)));
    List<String> rest = texts();
    assertThat(rest).hasSize(210 - answered);
    assertThat(rest.subList(0, 2)).allMatch(p -> p.contains("\"policy\":\"fixed-10+0\""));
    List<String> after =
        alone(new RigMessage("r", RIG.cameras(), 37, 10_000, "", "fixed-20"), packets);
    assertThat(rest.subList(2, rest.size())).isEqualTo(after.subList(answered + 2, 210));
  }

  @Test
  void packetsOfARunWithANetworkThatIsNotHereAreSetAside() throws MalformedMessageException {
    register(RIG.switched(2, "nobody-has-it", ""));
    publish(packet("cam0", 0, 0, 20_000));
    assertThat(poses.readRecordsToList()).hasSize(2);
    publish(packet("cam0", 1, 20_000, 30_000));
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo("unknown-model");
    assertThat(letter.message())
        .isEqualTo(
            "a rig's model must be a shipped preset, the SHA-256 of one in camera-service's folder"
                + " of models (CAMERA_MODELS), or empty: rig=r, model=nobody-has-it");
  }

  private List<String> texts() {
    return poses.readValuesToList().stream()
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  /** What a rig says that is never switched. */
  private static List<String> alone(RigMessage rig, List<EventPacket> packets) {
    List<String> said = new ArrayList<>();
    CameraPipeline pipeline =
        new CameraPipeline(
            rig,
            0,
            MODEL,
            new KeyFrames(100, 0).ofCamera(rig, 0),
            pose -> said.add(new String(Json.encode(pose), StandardCharsets.UTF_8)));
    packets.forEach(p -> pipeline.accept(renamed(p)));
    return said;
  }

  private void register(RigMessage rig) {
    publishedRigs.put(rig.rig(), rig);
    rigs.pipeInput(Keys.of(rig.rig()), Json.encode(rig));
  }

  private void publish(EventPacket packet) {
    byte[] key = Keys.of(packet.rig(), packet.camera());
    byte[] value = EventPackets.encode(packet);
    log.add(new ConsumerRecord<>(Topics.EVENTS, 0, log.size(), key, value));
    events.pipeInput(key, value);
  }

  private DeadLetterMessage letter() throws MalformedMessageException {
    assertThat(deadLetters.getQueueSize()).isEqualTo(1);
    return Json.decode(deadLetters.readValue(), DeadLetterMessage.class);
  }

  private static EventPacket packet(String camera, long sequence, long begin, long end) {
    return empty(camera, 346, 260, sequence, begin, end);
  }

  private static EventPacket empty(
      String camera, int width, int height, long sequence, long begin, long end) {
    return new EventPacket(
        "r",
        camera,
        width,
        height,
        sequence,
        begin,
        end,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }

  private static EventPacket renamed(EventPacket p) {
    return new EventPacket(
        "r",
        p.camera(),
        p.width(),
        p.height(),
        p.sequence(),
        p.beginMicros(),
        p.endMicros(),
        0,
        p.xs(),
        p.ys(),
        p.dts(),
        p.polarities());
  }

  private static String text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(h -> new String(h.value(), StandardCharsets.UTF_8))
        .orElse("");
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
