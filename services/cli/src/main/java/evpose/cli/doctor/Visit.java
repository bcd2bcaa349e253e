package evpose.cli.doctor;

import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaLogReader;
import evpose.streaming.LogEnd;
import evpose.streaming.LogReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** A broker that answers, and what the links before have learned of it. Not thread-safe. */
final class Visit implements AutoCloseable {
  /** Records of a partition that are looked at, from its end. */
  private static final int MOST_RECORDS = 2048;

  private static final int MOST_OF_A_TABLE = 100_000;
  private static final long MOST_BYTES = 32L << 20;

  private final Examination what;
  private final Admin admin;
  private final Map<String, Object> clients;

  final Map<String, TopicDescription> topics = new HashMap<>();
  final Set<String> hiddenTopics = new HashSet<>();
  final Map<String, RigMessage> rigs = new TreeMap<>();
  final Map<String, CalibrationMessage> calibrations = new HashMap<>();
  final Map<String, Map<String, CameraTail>> events = new HashMap<>();

  Visit(Examination what, Admin admin) {
    this.what = what;
    this.admin = admin;
    clients = clients(what);
  }

  /** Settings of a client that does not wait for ever. */
  static Map<String, Object> clients(Examination what) {
    int millis = Math.toIntExact(what.patience().toMillis());
    Map<String, Object> clients = new HashMap<>(KafkaAccess.of(what.bootstrap()));
    clients.put("request.timeout.ms", millis);
    clients.put("default.api.timeout.ms", millis);
    clients.put("socket.connection.setup.timeout.ms", millis);
    return clients;
  }

  Examination what() {
    return what;
  }

  Admin admin() {
    return admin;
  }

  /** Waits for an answer, not for ever. */
  <T> T get(KafkaFuture<T> answer) throws ExecutionException {
    try {
      return answer.get(what.patience().toMillis() + 500, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ExecutionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutionException(e);
    }
  }

  /** The newest records of a partition before its end, oldest first; none when it is not there. */
  List<ConsumerRecord<byte[], byte[]>> tail(String topic, int partition, LogReader.Enough enough) {
    return tail(topic, partition, MOST_RECORDS, enough);
  }

  /** A compacted topic's newest record of each key, by the key as text; nulls are left out. */
  Map<String, byte[]> table(String topic) {
    Map<String, byte[]> newest = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : tail(topic, 0, MOST_OF_A_TABLE, all -> false)) {
      if (record.key() != null) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        newest.remove(key);
        if (record.value() != null) {
          newest.put(key, record.value());
        }
      }
    }
    return newest;
  }

  private List<ConsumerRecord<byte[], byte[]>> tail(
      String topic, int partition, int most, LogReader.Enough enough) {
    TopicDescription described = topics.get(topic);
    if (described == null || partition >= described.partitions().size()) {
      return List.of();
    }
    TopicPartition place = new TopicPartition(topic, partition);
    return new KafkaLogReader(clients, most, MOST_BYTES, patience())
        .tail(place, LogEnd.offset(clients, place), enough);
  }

  Duration patience() {
    return what.patience();
  }

  long nowMillis() {
    return what.clock().millis();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
