package evpose.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of a broker that is alone, on a small machine, and stopped and started often. */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENTS = "PLAINTEXT";

  private static final Set<String> LISTENERS =
      Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  private BrokerProperties() {}

  static Properties of(Path directory, int port, int controllerPort, BrokerSettings settings) {
    Properties all = new Properties();
    all.putAll(place(directory, port, controllerPort));
    all.putAll(ALONE);
    all.putAll(SMALL);
    all.putAll(QUICK_RESTART);
    all.put("log.retention.bytes", Long.toString(settings.retentionBytesPerPartition()));
    all.put("log.segment.bytes", Integer.toString(settings.segmentBytes()));
    all.put("message.max.bytes", Integer.toString(settings.maxMessageBytes()));
    settings.more().forEach((key, value) -> put(all, key, value));
    return all;
  }

  /** Listeners are added to those that are there, all else is replaced. */
  private static void put(Properties all, String key, String value) {
    boolean adds = LISTENERS.contains(key);
    all.put(key, adds ? all.getProperty(key) + "," + value : value);
  }

  private static Map<String, String> place(Path directory, int port, int controllerPort) {
    String clients = CLIENTS + "://" + LoopbackPort.HOST + ":" + port;
    String controller = LoopbackPort.HOST + ":" + controllerPort;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE_ID),
        "controller.quorum.voters",
        NODE_ID + "@" + controller,
        "listeners",
        clients + "," + CONTROLLER + "://" + controller,
        "advertised.listeners",
        clients,
        "listener.security.protocol.map",
        CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
        "controller.listener.names",
        CONTROLLER,
        "inter.broker.listener.name",
        CLIENTS,
        "log.dirs",
        directory.toString());
  }

  /** One broker holds the only copy, and topics are made by those who know their settings. */
  private static final Map<String, String> ALONE =
      Map.of(
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "1",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "1",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "1",
          "auto.create.topics.enable", "false");

  /** Two cores and a heap that others need too. Index files are mapped at full size: 1 MiB each. */
  private static final Map<String, String> SMALL =
      Map.of(
          "num.io.threads",
          "2",
          "num.network.threads",
          "1",
          "log.cleaner.dedupe.buffer.size",
          Integer.toString(2 << 20),
          "log.index.size.max.bytes",
          Integer.toString(1 << 20));

  /**
   * A broker that was killed may register again once its old session has timed out: 4 s instead of
   * 9. Shorter ones time themselves out on a busy machine. Groups form without waiting, and may ask
   * for short sessions of their own.
   */
  private static final Map<String, String> QUICK_RESTART =
      Map.of(
          "controlled.shutdown.enable", "true",
          "broker.session.timeout.ms", "4000",
          "broker.heartbeat.interval.ms", "500",
          "controller.quorum.election.timeout.ms", "500",
          "controller.quorum.fetch.timeout.ms", "1000",
          "group.initial.rebalance.delay.ms", "0",
          "group.min.session.timeout.ms", "1000");
}
