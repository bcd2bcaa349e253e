package evpose.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.Sha256;
import evpose.messages.Topics;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  /** Passes even-sized values on, sets others aside. */
  static final class EvenOnly extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private DeadLetters deadLetters;

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      super.init(context);
      deadLetters = new DeadLetters("even-service", context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (record.value() != null && record.value().length % 2 == 0) {
        context().forward(record, "even");
      } else {
        deadLetters.send(record, "odd", "only even sizes are wanted");
        assertThat(deadLetters.counts()).containsOnlyKeys("odd");
      }
    }
  }

  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          topology(), StreamsSettings.streams("even", "none:1", Path.of("unused"), 1));
  private final TestInputTopic<byte[], byte[]> in =
      driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
  private final TestOutputTopic<byte[], byte[]> even = output("even");
  private final TestOutputTopic<byte[], byte[]> letters = output(Topics.DEAD_LETTERS);

  private static Topology topology() {
    Topology topology = new Topology();
    topology.addSource("in", "in");
    topology.addProcessor("even-only", EvenOnly::new, "in");
    topology.addSink("even", "even", "even-only");
    DeadLetters.addSink(topology, "even-only");
    return topology;
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void sendsALetterAndGoesOn() throws Exception {
    in.pipeInput("lab".getBytes(UTF_8), "four".getBytes(UTF_8));
    in.pipeInput("lab".getBytes(UTF_8), "odd".getBytes(UTF_8));
    in.pipeInput("lab".getBytes(UTF_8), "six".repeat(2).getBytes(UTF_8));

    assertThat(even.readValuesToList()).hasSize(2);
    var read = letters.readRecord();
    assertThat(letters.isEmpty()).isTrue();
    assertThat(read.key()).asString(UTF_8).isEqualTo("lab");
    assertThat(Json.decode(read.value(), DeadLetterMessage.class))
        .isEqualTo(
            new DeadLetterMessage(
                "in",
                0,
                1,
                "odd",
                "only even sizes are wanted",
                Sha256.hex("odd".getBytes(UTF_8)),
                "even-service",
                "lab"));
  }

  @Test
  void answersRecordsWithoutKeyOrValue() throws Exception {
    in.pipeInput((byte[]) null, (byte[]) null);
    assertThat(Json.decode(letters.readValue(), DeadLetterMessage.class))
        .isEqualTo(
            new DeadLetterMessage(
                "in", 0, 0, "odd", "only even sizes are wanted", "", "even-service", ""));
  }

  @Test
  void keepsKeysThatAreNoTextHarmless() throws Exception {
    in.pipeInput(("\u0007" + "k".repeat(200)).getBytes(UTF_8), "odd".getBytes(UTF_8));
    assertThat(Json.decode(letters.readValue(), DeadLetterMessage.class).keyText())
        .isEqualTo("\uFFFD" + "k".repeat(127) + "...");
  }
}
