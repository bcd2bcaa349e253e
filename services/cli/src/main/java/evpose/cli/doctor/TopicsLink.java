package evpose.cli.doctor;

import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Are the topics there, with the partitions, retention and sizes that the stream needs? */
final class TopicsLink {
  /** A restart reads back the triangulation's horizon twice: a minute, and some room. */
  private static final long LEAST_RETENTION_MILLIS = 120_000;

  private final Visit visit;
  private final Chart chart;

  private TopicsLink(Visit visit, Chart chart) {
    this.visit = visit;
    this.chart = chart;
  }

  static void look(Visit visit, Chart chart) {
    new TopicsLink(visit, chart).look();
  }

  private void look() {
    List<String> hidden = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    describe(missing, hidden);
    if (!missing.isEmpty()) {
      chart.fail(
          "topics",
          String.join(", ", missing),
          (missing.size() == 1 ? "it is" : "they are") + " not there",
          "./evpose acl --apply --bootstrap "
              + visit.what().bootstrap()
              + " (any service makes them too, where it may)");
    }
    if (!hidden.isEmpty()) {
      chart.fail(
          "topics",
          String.join(", ", hidden),
          "the broker does not show " + (hidden.size() == 1 ? "it" : "them") + " to this user",
          "grant what ./evpose acl lists: ./evpose acl --apply, as an administrator");
    }
    Map<String, Config> configs = configs();
    for (TopicSpec spec : Topics.all()) {
      TopicDescription topic = visit.topics.get(spec.name());
      if (topic != null) {
        partitions(spec, topic);
        Config config = configs.get(spec.name());
        if (config != null) {
          settings(spec, config);
        }
      }
    }
    if (chart.isFine("topics")) {
      chart.ok("topics", "", summary(configs));
    }
  }

  private static String summary(Map<String, Config> configs) {
    String kept =
        configs.isEmpty()
            ? "; their settings are not shown to this user"
            : ", with the partitions, clean-up and sizes that they need";
    return "all " + Topics.all().size() + " are there" + kept;
  }

  private void describe(List<String> missing, List<String> hidden) {
    List<String> names = Topics.all().stream().map(TopicSpec::name).toList();
    Map<String, KafkaFuture<TopicDescription>> answers =
        visit
            .admin()
            .describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
        new TreeMap<>(answers).entrySet()) {
      String name = answer.getKey();
      try {
        visit.topics.put(name, visit.get(answer.getValue()));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          missing.add(name);
        } else if (e.getCause() instanceof AuthorizationException) {
          hidden.add(name);
          visit.hiddenTopics.add(name);
        } else {
          chart.fail(
              "topics",
              name,
              "the broker does not say what it is: " + Deepest.of(e),
              "look at the broker's log, then ask again: ./evpose doctor");
        }
      }
    }
  }

  private void partitions(TopicSpec spec, TopicDescription topic) {
    int there = topic.partitions().size();
    if (spec.partitions() == 1 && there != 1) {
      chart.fail(
          "topics",
          spec.name(),
          "it has "
              + there
              + " partitions and must have one: readers of a table or a list look at the first",
          "delete it and let evpose make it: kafka-topics.sh --delete --topic "
              + spec.name()
              + ", then ./evpose acl --apply");
    } else if (there < spec.partitions()) {
      chart.warn(
          "topics",
          spec.name(),
          "it has "
              + there
              + " partitions instead of "
              + spec.partitions()
              + ": cameras share them, and cores stay idle",
          "kafka-topics.sh --alter --topic " + spec.name() + " --partitions " + spec.partitions());
    }
    List<Integer> leaderless =
        topic.partitions().stream()
            .filter(p -> p.leader() == null || p.leader().isEmpty())
            .map(TopicPartitionInfo::partition)
            .toList();
    if (!leaderless.isEmpty()) {
      chart.fail(
          "topics",
          spec.name(),
          "partitions without a leader, nothing can be written there: " + leaderless,
          "start the brokers that hold them");
    }
  }

  private Map<String, Config> configs() {
    Collection<ConfigResource> asked =
        visit.topics.keySet().stream()
            .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
            .collect(Collectors.toList());
    Map<String, Config> configs = new HashMap<>();
    visit
        .admin()
        .describeConfigs(asked)
        .values()
        .forEach(
            (resource, answer) -> {
              try {
                configs.put(resource.name(), visit.get(answer));
              } catch (ExecutionException e) {
                configs.remove(resource.name()); // not shown to this user: services may not, either
              }
            });
    return configs;
  }

  private void settings(TopicSpec spec, Config config) {
    String wanted = spec.compacted() ? "compact" : "delete";
    String cleanup = value(config, "cleanup.policy");
    if (!cleanup.equals(wanted)) {
      String harm =
          spec.compacted()
              ? "registrations would be deleted when they are old"
              : "all but the newest record of each key would be deleted";
      chart.fail(
          "topics",
          spec.name(),
          "cleanup.policy is " + cleanup + " and must be " + wanted + ": " + harm,
          alter(spec, "cleanup.policy=" + wanted));
    }
    if (!value(config, "message.timestamp.type").equals("CreateTime")) {
      chart.warn(
          "topics",
          spec.name(),
          "the broker stamps records itself, so latencies begin late",
          alter(spec, "message.timestamp.type=CreateTime"));
    }
    long retention = number(config, "retention.ms");
    if (!spec.compacted() && retention >= 0 && retention < LEAST_RETENTION_MILLIS) {
      chart.fail(
          "topics",
          spec.name(),
          "records are kept for "
              + Text.duration(retention)
              + " only: a service that restarts reads further back than that",
          alter(spec, "retention.ms=604800000"));
    }
    long largest = number(config, "max.message.bytes");
    long needed = Long.parseLong(spec.config().getOrDefault("max.message.bytes", "0"));
    if (largest < needed) {
      chart.fail(
          "topics",
          spec.name(),
          "max.message.bytes is " + largest + ", batches of up to " + needed + " are sent",
          alter(spec, "max.message.bytes=" + needed));
    }
  }

  private static String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null || entry.value() == null ? "" : entry.value();
  }

  private static long number(Config config, String name) {
    String value = value(config, name);
    return value.isEmpty() ? Long.MAX_VALUE : Long.parseLong(value);
  }

  private String alter(TopicSpec spec, String setting) {
    return "kafka-configs.sh --bootstrap-server "
        + visit.what().bootstrap()
        + " --alter --entity-type topics --entity-name "
        + spec.name()
        + " --add-config "
        + setting;
  }
}
