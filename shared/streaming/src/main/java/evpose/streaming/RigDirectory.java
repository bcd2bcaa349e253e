package evpose.streaming;

import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of rigs: the compacted topics {@code rigs} and {@code calibrations} as tables that
 * every task sees whole.
 *
 * <pre>
 *   RigDirectory.addTo(topology);                        // once, when the topology is built
 *   directory = RigDirectory.of(context);                // in a processor's init
 *   Optional&lt;RigMessage&gt; rig = directory.rig("studio");
 * </pre>
 *
 * <p>Before the first record is processed the tables hold all that was in the topics at the start;
 * later changes arrive within milliseconds. One instance per processor; not thread-safe.
 */
public final class RigDirectory {
  private static final Logger log = LoggerFactory.getLogger(RigDirectory.class);

  private static final String RIGS_STORE = "rigs-table";
  private static final String CALIBRATIONS_STORE = "calibrations-table";

  private final Table<RigMessage> rigs;
  private final Table<CalibrationMessage> calibrations;

  private RigDirectory(Table<RigMessage> rigs, Table<CalibrationMessage> calibrations) {
    this.rigs = rigs;
    this.calibrations = calibrations;
  }

  /** Adds both tables to a topology. */
  public static void addTo(Topology topology) {
    addTable(topology, RIGS_STORE, Topics.RIGS);
    addTable(topology, CALIBRATIONS_STORE, Topics.CALIBRATIONS);
  }

  /** The tables as the processor of this context sees them. */
  public static RigDirectory of(ProcessingContext context) {
    return new RigDirectory(
        new Table<>(Topics.RIGS, context.getStateStore(RIGS_STORE), RigMessage.class),
        new Table<>(
            Topics.CALIBRATIONS,
            context.getStateStore(CALIBRATIONS_STORE),
            CalibrationMessage.class));
  }

  /**
   * The rig as it is registered now. The same object as last time when nothing changed.
   *
   * @return empty when it is not registered, or its record cannot be read (logged)
   */
  public Optional<RigMessage> rig(String rig) {
    return rigs.find(rig);
  }

  /**
   * The rig's calibration as it is now; the caller compares {@code validFromMicros}. The same
   * object as last time when nothing changed.
   *
   * @return empty when there is none, or its record cannot be read (logged)
   */
  public Optional<CalibrationMessage> calibration(String rig) {
    return calibrations.find(rig);
  }

  private static void addTable(Topology topology, String store, String topic) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled(),
        topic + "-source",
        Serdes.String().deserializer(),
        new ByteArrayDeserializer(),
        topic,
        topic + "-keeper",
        () -> new Keeper(store));
  }

  /** Puts records into the table as they are: Streams skips this class when it restores. */
  private static final class Keeper extends ContextualProcessor<String, byte[], Void, Void> {
    private final String store;

    Keeper(String store) {
      this.store = store;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      KeyValueStore<String, byte[]> table = context().getStateStore(store);
      if (record.key() != null) {
        table.put(record.key(), record.value());
      }
    }
  }

  /** Decodes a row when its bytes changed, not at each look. */
  private static final class Table<T> {
    private final String topic;
    private final KeyValueStore<String, byte[]> store;
    private final Class<T> type;
    private final Map<String, Row<T>> decoded = new HashMap<>();

    Table(String topic, KeyValueStore<String, byte[]> store, Class<T> type) {
      this.topic = topic;
      this.store = store;
      this.type = type;
    }

    Optional<T> find(String rig) {
      byte[] bytes = store.get(rig);
      if (bytes == null) {
        decoded.remove(rig);
        return Optional.empty();
      }
      Row<T> row = decoded.get(rig);
      if (row == null || !Arrays.equals(row.bytes, bytes)) {
        row = new Row<>(bytes, decode(rig, bytes));
        decoded.put(rig, row);
      }
      return Optional.ofNullable(row.value);
    }

    private @Nullable T decode(String rig, byte[] bytes) {
      try {
        return Json.decode(bytes, type);
      } catch (MalformedMessageException e) {
        log.error(
            "topic {} cannot be read for this rig, which counts as missing until it is written"
                + " again: rig={}, {}",
            topic,
            rig,
            e.getMessage());
        return null;
      }
    }
  }

  private static final class Row<T> {
    final byte[] bytes;
    final @Nullable T value;

    Row(byte[] bytes, @Nullable T value) {
      this.bytes = bytes;
      this.value = value;
    }
  }
}
