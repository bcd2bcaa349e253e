package evpose.streaming;

import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The table of rigs from outside a topology: what is registered, and how something is added. */
public final class RigRegistry {
  private static final int PATIENCE_MILLIS = 15_000;

  private final Map<String, Object> clients;

  /**
   * @param bootstrap where Kafka is, {@code host:port}
   */
  public RigRegistry(String bootstrap) {
    this(KafkaAccess.of(bootstrap));
  }

  /**
   * @param clients settings of the clients that reach Kafka, {@code bootstrap.servers} among them
   */
  public RigRegistry(Map<String, ?> clients) {
    this.clients = Map.copyOf(clients);
  }

  /**
   * All registered rigs as they are now; broken registrations are left out and logged.
   *
   * @throws IllegalStateException when the broker does not answer or has no such topic; says what
   *     to do
   */
  public List<RigMessage> rigs() {
    Map<String, Object> config = config();
    config.put("default.api.timeout.ms", PATIENCE_MILLIS);
    try {
      return List.copyOf(new PublishedRigs(config).read().values());
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /**
   * A rig's calibration as it is now.
   *
   * @return empty when there is none, or its record cannot be read
   * @throws IllegalStateException when the broker does not answer or has no such topic; says what
   *     to do
   */
  public Optional<CalibrationMessage> calibration(String rig) {
    byte[] key = Keys.of(rig);
    Map<String, Object> config = config();
    TopicPartition table = new TopicPartition(Topics.CALIBRATIONS, 0);
    Optional<CalibrationMessage> newest = Optional.empty();
    try {
      for (ConsumerRecord<byte[], byte[]> record :
          new KafkaLogReader(config).tail(table, LogEnd.offset(config, table), all -> false)) {
        if (Arrays.equals(record.key(), key)) {
          newest = Optional.ofNullable(record.value()).flatMap(RigRegistry::calibration);
        }
      }
      return newest;
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private static Optional<CalibrationMessage> calibration(byte[] json) {
    try {
      return Optional.of(Json.decode(json, CalibrationMessage.class));
    } catch (MalformedMessageException e) { // counts as missing until it is written again
      return Optional.empty();
    }
  }

  /**
   * Registers a rig, its calibration before it, and waits until the broker has both.
   *
   * @param calibration null when there is none (yet)
   * @throws IllegalStateException when the broker does not take them
   */
  public void publish(RigMessage rig, @Nullable CalibrationMessage calibration)
      throws InterruptedException {
    try (Producer<byte[], byte[]> producer = producer()) {
      publish(producer, rig, calibration);
    }
  }

  /** The same with a producer that is there. */
  public void publish(
      Producer<byte[], byte[]> producer, RigMessage rig, @Nullable CalibrationMessage calibration)
      throws InterruptedException {
    byte[] key = Keys.of(rig.rig());
    try {
      if (calibration != null) {
        byte[] value = Json.encode(calibration);
        producer.send(new ProducerRecord<>(Topics.CALIBRATIONS, key, value)).get();
      }
      producer.send(new ProducerRecord<>(Topics.RIGS, key, Json.encode(rig))).get();
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(e);
    }
  }

  /**
   * Takes a rig and its calibration off the tables.
   *
   * @throws IllegalStateException when the broker does not take it
   */
  public void remove(String rig) throws InterruptedException {
    try (Producer<byte[], byte[]> producer = producer()) {
      producer.send(new ProducerRecord<>(Topics.RIGS, Keys.of(rig), null)).get();
      producer.send(new ProducerRecord<>(Topics.CALIBRATIONS, Keys.of(rig), null)).get();
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(e);
    }
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = config();
    config.putAll(StreamsSettings.producer());
    config.put("max.block.ms", PATIENCE_MILLIS);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> config() {
    return new HashMap<>(clients);
  }

  private IllegalStateException unreachable(Exception e) {
    return new IllegalStateException(
        "the table of rigs cannot be reached, is Kafka there and are its topics made? bootstrap="
            + clients.get("bootstrap.servers")
            + ", cause="
            + (e instanceof ExecutionException ? e.getCause() : e),
        e);
  }
}
