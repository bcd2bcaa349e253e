package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.CameraFrame;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.events.window.PacketOrder;
import evpose.messages.DeadLetterMessage;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.StreamsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that packets name: looked at, refused with their place, and the same after a restart. */
class CameraFramesTest {
  private static final CameraModel MODEL = Models.grey();
  private static final RigMessage RIG =
      new RigMessage("r", List.of(new RigCamera("cam0", 32, 32, 3)), 0, 10_000, "", "");
  private static final RigRuns RUNS = new RigRuns(CameraModels.of(MODEL), new KeyFrames(100, 0));
  private static final int STEPS = 1_400;

  private final MemoryRecords frames = new MemoryRecords();

  @AfterAll
  static void closeModel() {
    MODEL.close();
  }

  private static CameraFrame frame(long closeMicros, long sequence) {
    byte[] pixels = new byte[32 * 32];
    SplittableRandom random = new SplittableRandom(sequence);
    random.nextBytes(pixels);
    return new CameraFrame("r", "cam0", 32, 32, sequence, closeMicros - 1, closeMicros, pixels);
  }

  private static EventPacket packet(long sequence, long begin, long end) {
    int n = 20;
    SplittableRandom random = new SplittableRandom(sequence);
    short[] x = new short[n];
    short[] y = new short[n];
    int[] dt = new int[n];
    byte[] polarity = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (short) random.nextInt(32);
      y[i] = (short) random.nextInt(32);
      dt[i] = (int) ((end - begin) * i / n);
      polarity[i] = (byte) random.nextInt(2);
    }
    return new EventPacket("r", "cam0", 32, 32, sequence, begin, end, 0, x, y, dt, polarity);
  }

  private TaskCameras task(List<String> said) {
    FrameFinder finder = new FrameFinder(frames, 3, (at, offset, record, reason, message) -> {});
    return new TaskCameras(
        name -> Optional.of(RIG),
        RUNS,
        finder::of,
        pose -> said.add(new String(Json.encode(pose), StandardCharsets.UTF_8)));
  }

  /**
   * Packets of 7 ms; frames at any moment, some twice, some never stored, some of another camera,
   * some broken, and none for longer than a key frame holds.
   */
  private List<EventPacket> history(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<EventPacket> packets = new ArrayList<>();
    long sequence = 0;
    for (long begin = 0; begin < STEPS * 10_000L; begin += 7_000, sequence++) {
      long end = begin + 7_000;
      EventPacket packet = packet(sequence, begin, end);
      boolean silent = begin % 4_000_000 > 3_000_000;
      if (!silent && random.nextInt(14) < 2) {
        long close = begin + 1 + random.nextLong(7_000);
        packet = packet.with(new FrameRef(stored(close, sequence, random), close));
      }
      if (random.nextInt(60) != 0) { // some packets are lost
        packets.add(packet);
      }
    }
    return packets;
  }

  private long stored(long close, long sequence, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> 1_000_000 + sequence; // never was
      case 1 -> frames.store(new byte[] {1, 2, 3});
      case 2 -> frames.store(frame(close + 1, sequence)); // of another moment
      case 3 -> {
        frames.store(frame(close, sequence)); // sent twice: the packet names the second
        yield frames.store(frame(close, sequence));
      }
      default -> frames.store(frame(close, sequence));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTaskThatIsRebuiltAnywhereSaysWhatOneSaysThatNeverStopped(long seed) {
    List<EventPacket> packets = history(seed);
    List<String> whole = new ArrayList<>();
    TaskCameras undisturbed = task(whole);
    Map<Integer, Integer> saidBefore = new HashMap<>(); // packets taken -> poses so far
    for (int i = 0; i < packets.size(); i++) {
      saidBefore.put(i, whole.size());
      undisturbed.pipeline(packets.get(i)).accept(packets.get(i));
    }
    assertThat(whole).anyMatch(p -> p.contains("\"source\":\"none\""));
    assertThat(whole).anyMatch(p -> p.contains("\"frameSequence\":"));
    long reach = RUNS.reachMicros(RIG) + PacketOrder.TURN_BACK_MICROS;
    SplittableRandom random = new SplittableRandom(seed + 100);
    for (int n = 0; n < 5; n++) {
      int cut = packets.size() / 3 + random.nextInt(packets.size() * 2 / 3);
      int from = cut;
      while (from > 0
          && !BoundedPast.isHeldBy(packets.subList(from, cut), Set.of("r/cam0"), rig -> reach)) {
        from--;
      }
      List<String> later = new ArrayList<>();
      TaskCameras again = task(later);
      again.rebuild(packets.subList(from, cut), Map.of());
      for (int i = cut; i < packets.size(); i++) {
        again.pipeline(packets.get(i)).accept(packets.get(i));
      }
      int before = saidBefore.getOrDefault(cut, 0);
      assertThat(later).as("cut at %d", cut).isEqualTo(whole.subList(before, whole.size()));
    }
  }

  @Test
  void aPoseNamesItsFrame() throws MalformedMessageException {
    List<String> said = new ArrayList<>();
    TaskCameras task = task(said);
    for (int k = 0; k < 12; k++) {
      EventPacket packet = packet(k, k * 10_000L, (k + 1) * 10_000L);
      if (k == 9) {
        packet = packet.with(new FrameRef(frames.store(frame(100_000, 42)), 100_000));
      }
      task.pipeline(packet).accept(packet);
    }
    assertThat(said.get(9)).doesNotContain("frameSequence");
    Pose2dMessage pose =
        Json.decode(said.get(10).getBytes(StandardCharsets.UTF_8), Pose2dMessage.class);
    assertThat(pose.keyFrameStep()).isEqualTo(10);
    assertThat(pose.frameSequence()).isEqualTo(42);
    assertThat(pose.source()).isEqualTo("snn");
  }

  @Test
  void aFrameThatIsNoneIsSetAsideWithItsOwnPlaceAndTheStreamGoesOn()
      throws MalformedMessageException {
    frames.store(frame(100_000, 1)); // offset 0
    long bad = frames.store(new byte[] {9, 9});
    try (TopologyTestDriver driver =
        new TopologyTestDriver(
            CameraTopology.define(
                partitioner ->
                    new EventsProcessor(
                        RUNS,
                        Shedding.none(),
                        (partition, before, enough) -> List.of(),
                        () -> frames,
                        () -> Map.of("r", RIG),
                        partitioner,
                        new Abreast(0),
                        "here")),
            StreamsSettings.streams("cameras", "none:1", Path.of("unused"), 1))) {
      var events =
          driver.createInputTopic(
              Topics.EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
      for (int k = 0; k < 41; k++) {
        EventPacket packet = packet(k, k * 10_000L, (k + 1) * 10_000L);
        long close = packet.endMicros();
        packet =
            switch (k) {
              case 9 -> packet.with(new FrameRef(0, close));
              case 19 -> packet.with(new FrameRef(bad, close));
              case 29 -> packet.with(new FrameRef(0, close)); // that of 100 ms
              case 39 -> packet.with(new FrameRef(17, close));
              default -> packet;
            };
        events.pipeInput(Keys.of("r", "cam0"), EventPackets.encode(packet));
      }
      var letters =
          driver.createOutputTopic(
              Topics.DEAD_LETTERS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      List<String> said = new ArrayList<>();
      for (byte[] value : letters.readValuesToList()) {
        DeadLetterMessage letter = Json.decode(value, DeadLetterMessage.class);
        said.add(letter.topic() + " " + letter.offset() + " " + letter.reason());
      }
      assertThat(said)
          .containsExactly(
              "frames 1 too-small", "frames 0 frame-mismatch", "frames 17 frame-missing");
      List<byte[]> poses =
          driver
              .createOutputTopic(
                  Topics.POSES_2D, new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readValuesToList();
      assertThat(poses).hasSize(41);
      Pose2dMessage last = Json.decode(poses.get(40), Pose2dMessage.class);
      assertThat(last.keyFrameStep()).isEqualTo(10);
      assertThat(last.frameSequence()).isEqualTo(1);
    }
  }

  @Test
  void theWarmUpLooksAtFrames() {
    assertThat(WarmUp.run(MODEL, 60)).isPositive();
  }
}
