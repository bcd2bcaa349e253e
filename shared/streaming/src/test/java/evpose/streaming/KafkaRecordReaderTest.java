package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. Record i holds the number i. */
@Timeout(120)
class KafkaRecordReaderTest {
  @TempDir static Path directory;

  private static final TopicPartition LOG = new TopicPartition("log", 0);
  private static final TopicPartition OTHER = new TopicPartition("log", 1);

  @Test
  void readsWhatLiesThereAndKnowsWhatDoesNot() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
      broker.start();
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrap());
      try (Admin admin = Admin.create(client);
          KafkaRecordReader reader = new KafkaRecordReader(client);
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        admin.createTopics(List.of(new NewTopic("log", 2, (short) 1))).all().get();
        for (int i = 0; i < 200; i++) {
          send(producer, LOG, i);
        }
        send(producer, OTHER, 7_000);
        for (long offset : new long[] {0, 1, 5, 4, 190, 199, 3, 100, 101, 102, 117, 116}) {
          assertThat(number(reader.at(LOG, offset))).isEqualTo((int) offset);
        }
        assertThat(number(reader.at(OTHER, 0))).isEqualTo(7_000);
        assertThat(reader.at(OTHER, 1)).isNull(); // the log ends before it
        assertThat(reader.at(LOG, 5_000)).isNull();
        assertThat(reader.at(LOG, 200)).isNull();
        send(producer, LOG, 200);
        assertThat(number(reader.at(LOG, 200))).isEqualTo(200);

        admin.deleteRecords(Map.of(LOG, RecordsToDelete.beforeOffset(150))).all().get();
        assertThat(reader.at(LOG, 20)).isNull(); // retention has removed it
        assertThat(number(reader.at(LOG, 150))).isEqualTo(150);
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> to, TopicPartition at, int number)
      throws Exception {
    byte[] value = ByteBuffer.allocate(4).putInt(number).array();
    to.send(new ProducerRecord<>(at.topic(), at.partition(), null, value)).get();
  }

  private static int number(ConsumerRecord<byte[], byte[]> record) {
    assertThat(record).isNotNull();
    return ByteBuffer.wrap(record.value()).getInt();
  }
}
