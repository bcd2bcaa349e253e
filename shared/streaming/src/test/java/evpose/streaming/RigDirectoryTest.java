package evpose.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.camera.RingRig;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RigDirectoryTest {
  private static final RigMessage RIG =
      RigMessage.of(Dhp19Rig.rig(), 10_000, "compact", "fixed-10");
  private static final CalibrationMessage CALIBRATION =
      CalibrationMessage.of(Dhp19Rig.rig(), 0, "DHP19 release");

  private RigDirectory directory;
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          topology(), StreamsSettings.streams("look", "none:1", Path.of("unused"), 1));
  private final TestInputTopic<byte[], byte[]> rigs = input(Topics.RIGS);
  private final TestInputTopic<byte[], byte[]> calibrations = input(Topics.CALIBRATIONS);

  private Topology topology() {
    Topology topology = new Topology();
    RigDirectory.addTo(topology);
    topology.addSource("in", "in");
    topology.addProcessor(
        "look",
        () ->
            new ContextualProcessor<byte[], byte[], Void, Void>() {
              @Override
              public void init(ProcessorContext<Void, Void> context) {
                directory = RigDirectory.of(context);
              }

              @Override
              public void process(Record<byte[], byte[]> record) {}
            },
        "in");
    return topology;
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void knowsWhatTheTopicsSay() {
    assertThat(directory.rig("dhp19")).isEmpty();
    rigs.pipeInput(Keys.of("dhp19"), Json.encode(RIG));
    calibrations.pipeInput(Keys.of("dhp19"), Json.encode(CALIBRATION));
    assertThat(directory.rig("dhp19")).hasValue(RIG);
    assertThat(directory.calibration("dhp19")).hasValue(CALIBRATION);
    assertThat(directory.rig("studio")).isEmpty();
    assertThat(directory.calibration("studio")).isEmpty();
  }

  @Test
  void followsChangesAndRemoval() {
    RigMessage moved = RigMessage.of(RingRig.of(3), 5_000, "paper", "fixed-10");
    rigs.pipeInput(Keys.of("dhp19"), Json.encode(RIG));
    Optional<RigMessage> first = directory.rig("dhp19");
    assertThat(directory.rig("dhp19").get()).isSameAs(first.get());
    rigs.pipeInput(Keys.of("dhp19"), Json.encode(moved));
    assertThat(directory.rig("dhp19")).hasValue(moved);
    rigs.pipeInput(Keys.of("dhp19"), (byte[]) null);
    assertThat(directory.rig("dhp19")).isEmpty();
  }

  @Test
  void countsARecordThatCannotBeReadAsMissingUntilItIsWrittenAgain() {
    rigs.pipeInput(Keys.of("dhp19"), "{}".getBytes(UTF_8));
    assertThat(directory.rig("dhp19")).isEmpty();
    rigs.pipeInput(Keys.of("dhp19"), Json.encode(RIG));
    assertThat(directory.rig("dhp19")).hasValue(RIG);
  }
}
