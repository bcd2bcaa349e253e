package evpose.cli.doctor;

import evpose.streaming.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** May this user do what a service must? Asks the broker, tries nothing. */
final class RightsLink {
  private final Visit visit;
  private final Map<String, @Nullable Set<AclOperation>> onGroups = new TreeMap<>();

  private RightsLink(Visit visit) {
    this.visit = visit;
  }

  static void look(Visit visit, Chart chart) {
    new RightsLink(visit).look(chart);
  }

  private void look(Chart chart) {
    Rights asked = visit.what().service();
    if (asked != null) {
      List<String> lacking = lacking(asked);
      if (lacking.isEmpty()) {
        chart.ok("rights", asked.key(), "this user may do all that the service must");
      } else {
        chart.fail(
            "rights", asked.key(), "this user may not " + String.join(", ", lacking), cure(asked));
      }
      return;
    }
    List<String> may = new ArrayList<>();
    for (Rights rights : Rights.values()) {
      if (lacking(rights).isEmpty()) {
        may.add(rights.key());
      }
    }
    if (may.isEmpty()) {
      chart.fail(
          "rights",
          "",
          "this user may not be any of the services; the least is missing for consumer: "
              + String.join(", ", lacking(Rights.CONSUMER)),
          "grant what ./evpose acl lists, and ask for one service: ./evpose doctor --as camera");
    } else if (may.size() == Rights.values().length) {
      chart.ok("rights", "", "this user may do all that services must");
    } else {
      chart.ok(
          "rights",
          "",
          "this user may be " + String.join(", ", may) + "; --as SERVICE says what others lack");
    }
  }

  private static String cure(Rights rights) {
    return "./evpose acl "
        + rights.key()
        + " --principal User:NAME --apply, as an administrator (NAME: this user)";
  }

  private List<String> lacking(Rights rights) {
    List<String> lacking = new ArrayList<>();
    for (AclBinding right : rights.bindings("User:me")) {
      String name = right.pattern().name();
      AclOperation operation = right.entry().operation();
      if (right.pattern().resourceType() == ResourceType.TOPIC && !mayOnTopic(name, operation)) {
        lacking.add(operation + " topic " + name);
      } else if (right.pattern().resourceType() == ResourceType.GROUP
          && !mayOnGroup(name, operation)) {
        lacking.add(operation + " group " + name);
      }
    }
    return lacking;
  }

  private boolean mayOnTopic(String topic, AclOperation operation) {
    TopicDescription described = visit.topics.get(topic);
    if (described == null) {
      return !visit.hiddenTopics.contains(topic); // who knows of one that is not there
    }
    Set<AclOperation> may = described.authorizedOperations();
    return may == null || may.contains(operation); // a broker that does not say
  }

  private boolean mayOnGroup(String group, AclOperation operation) {
    if (!onGroups.containsKey(group)) {
      onGroups.put(group, onGroup(group));
    }
    Set<AclOperation> may = onGroups.get(group);
    return may == null || may.contains(operation);
  }

  private @Nullable Set<AclOperation> onGroup(String group) {
    KafkaFuture<ConsumerGroupDescription> answer =
        visit
            .admin()
            .describeConsumerGroups(
                List.of(group),
                new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
            .describedGroups()
            .values()
            .iterator()
            .next();
    try {
      return visit.get(answer).authorizedOperations();
    } catch (ExecutionException e) {
      // a group that nobody has joined yet does not exist, and so says nothing
      return e.getCause() instanceof org.apache.kafka.common.errors.AuthorizationException
          ? Set.of()
          : null;
    }
  }
}
