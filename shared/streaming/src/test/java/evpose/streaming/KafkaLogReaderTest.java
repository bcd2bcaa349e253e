package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. Record i of a log holds the number i. */
@Timeout(120)
class KafkaLogReaderTest {
  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Map<String, Object> client;

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    client = Map.of("bootstrap.servers", broker.bootstrap());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void growsBackwardsInStridesThatDoubleUntilItIsEnough() throws Exception {
    TopicPartition log = create("plain");
    produce(log, IntStream.range(0, 3000));
    List<Integer> sizes = new ArrayList<>();
    List<Long> tail =
        numbers(
            new KafkaLogReader(client)
                .tail(
                    log,
                    2900,
                    oldestFirst -> {
                      sizes.add(oldestFirst.size());
                      return number(oldestFirst.get(0)) <= 1500;
                    }));
    assertThat(sizes).containsExactly(256, 768, 1792);
    assertThat(tail).isEqualTo(LongStream.range(2900 - 1792, 2900).boxed().toList());
  }

  @Test
  void stopsAtTheStartOfTheLog() throws Exception {
    TopicPartition log = create("whole");
    produce(log, IntStream.range(0, 700));
    assertThat(numbers(new KafkaLogReader(client).tail(log, 600, all -> false)))
        .isEqualTo(LongStream.range(0, 600).boxed().toList());
    assertThat(new KafkaLogReader(client).tail(log, 0, all -> false)).isEmpty();
  }

  @Test
  void stopsAtItsBound() throws Exception {
    TopicPartition log = create("bound");
    produce(log, IntStream.range(0, 700));
    KafkaLogReader few = new KafkaLogReader(client, 300, 1 << 20, Duration.ofSeconds(30));
    assertThat(numbers(few.tail(log, 700, all -> false)))
        .isEqualTo(LongStream.range(400, 700).boxed().toList());
    KafkaLogReader light = new KafkaLogReader(client, 1000, 8 * 256, Duration.ofSeconds(30));
    assertThat(numbers(light.tail(log, 700, all -> false)))
        .isEqualTo(LongStream.range(700 - 256, 700).boxed().toList());
  }

  @Test
  void readsALogWhoseOldestRecordsAreDeleted() throws Exception {
    TopicPartition log = create("deleted");
    produce(log, IntStream.range(0, 1000));
    try (Admin admin = Admin.create(client)) {
      admin.deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(350))).all().get();
    }
    assertThat(numbers(new KafkaLogReader(client).tail(log, 900, all -> false)))
        .isEqualTo(LongStream.range(350, 900).boxed().toList());
    assertThat(new KafkaLogReader(client).tail(log, 350, all -> false)).isEmpty();
  }

  /**
   * Commit markers take an offset each, and an aborted transaction is a hole wider than a stride.
   */
  @Test
  void passesOffsetsThatHoldNoCommittedRecord() throws Exception {
    TopicPartition log = create("holes");
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "holes"))) {
      producer.initTransactions();
      for (int number = 0; number < 20; number++) {
        producer.beginTransaction();
        producer.send(record(log, number));
        producer.commitTransaction(); // record at 2·number, marker at 2·number + 1
      }
      producer.beginTransaction();
      for (int i = 0; i < 1000; i++) {
        producer.send(record(log, -1));
      }
      producer.flush(); // else nothing would be written that could be aborted
      producer.abortTransaction(); // offsets 40 to 1040
      producer.beginTransaction();
      producer.send(record(log, 20));
      producer.commitTransaction(); // offset 1041, marker at 1042
    }
    List<ConsumerRecord<byte[], byte[]>> tail =
        new KafkaLogReader(client).tail(log, 1043, all -> all.size() > 1);
    assertThat(numbers(tail)).isEqualTo(LongStream.rangeClosed(0, 20).boxed().toList());
    assertThat(tail.stream().map(ConsumerRecord::offset).skip(18)).containsExactly(36L, 38L, 1041L);
    assertThat(numbers(new KafkaLogReader(client).tail(log, 37, all -> false)))
        .isEqualTo(LongStream.rangeClosed(0, 18).boxed().toList());
  }

  @Test
  void saysThatNoBrokerAnswers() throws Exception {
    TopicPartition log = new TopicPartition("plain", 0);
    KafkaLogReader reader =
        new KafkaLogReader(
            Map.of("bootstrap.servers", "127.0.0.1:" + unusedPort()),
            10,
            1 << 20,
            Duration.ofSeconds(1));
    assertThatThrownBy(() -> reader.tail(log, 5, all -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no Kafka broker answers, is it running? Reading the past of a task:"
                + " partition=plain-0, beforeOffset=5, waited=PT1S");
  }

  @Test
  void refusesABoundBelowOneRecord() {
    assertThatThrownBy(() -> new KafkaLogReader(client, 0, 1 << 20, Duration.ofSeconds(1)))
        .hasMessage("a tail must hold at least one record: maxRecords=0");
  }

  static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static TopicPartition create(String topic) throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    return new TopicPartition(topic, 0);
  }

  private static void produce(TopicPartition log, IntStream numbers) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      numbers.forEach(number -> producer.send(record(log, number)));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new java.util.HashMap<>(client);
    settings.putAll(StreamsSettings.producer());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> record(TopicPartition log, long number) {
    byte[] value = ByteBuffer.allocate(8).putLong(number).array();
    return new ProducerRecord<>(log.topic(), log.partition(), null, value);
  }

  private static long number(ConsumerRecord<byte[], byte[]> record) {
    return ByteBuffer.wrap(record.value()).getLong();
  }

  private static List<Long> numbers(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(KafkaLogReaderTest::number).toList();
  }
}
