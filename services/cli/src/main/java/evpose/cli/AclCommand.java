package evpose.cli;

import evpose.streaming.KafkaAccess;
import evpose.streaming.Rights;
import evpose.streaming.TopicAdmin;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What each service must be allowed on a broker that allows nothing by itself. */
@Command(
    name = "acl",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the rights that each service needs on a broker with an authorizer, as arguments of kafka-acls.sh, or grants them.",
      "evpose acl                                             all services, as users of their own names",
      "evpose acl camera --principal User:cam                 one service, as another user",
      "EVPOSE_KAFKA_CONFIG=admin.properties evpose acl --apply --bootstrap broker:9093"
    })
final class AclCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "camera, triangulation, metrics, source or consumer. Default: all.")
  String service = "";

  @Option(
      names = "--principal",
      paramLabel = "P",
      description = "Who it is to the broker. Default: User:SERVICE.")
  String principal = "";

  @Option(
      names = "--apply",
      description = "Make the topics that are missing and grant the rights, as an administrator.")
  boolean apply;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "With --apply: where Kafka is. Default: ${DEFAULT-VALUE}.")
  String bootstrap = "";

  @Override
  public Integer call() throws InterruptedException {
    List<AclBinding> all = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    for (Rights rights : asked()) {
      String who = principal.isEmpty() ? "User:" + rights.key() : principal;
      out.println("# " + rights.key());
      for (AclBinding right : rights.bindings(who)) {
        out.println(text(right));
        all.add(right);
      }
    }
    out.flush();
    if (apply) {
      grant(all);
      out.printf("granted %d rights on %s%n", all.size(), bootstrap);
      out.flush();
    }
    return 0;
  }

  private List<Rights> asked() {
    if (!principal.isEmpty() && service.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "a principal is for one service, name it: --principal=" + principal);
    }
    if (!principal.isEmpty() && !principal.matches("\\w+:.+")) {
      throw new ParameterException(
          spec.commandLine(),
          "a principal has a type and a name, such as User:camera: --principal=" + principal);
    }
    if (service.isEmpty()) {
      return List.of(Rights.values());
    }
    for (Rights rights : Rights.values()) {
      if (rights.key().equals(service)) {
        return List.of(rights);
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "services are camera, triangulation, metrics, source and consumer: SERVICE=" + service);
  }

  private static String text(AclBinding right) {
    String type =
        switch (right.pattern().resourceType()) {
          case TOPIC -> "--topic";
          case GROUP -> "--group";
          default -> "--transactional-id";
        };
    boolean prefixed = right.pattern().patternType() == PatternType.PREFIXED;
    return String.format(
        Locale.ROOT,
        "--add --allow-principal %s --operation %s %s %s%s",
        right.entry().principal(),
        right.entry().operation(),
        type,
        right.pattern().name(),
        prefixed ? " --resource-pattern-type prefixed" : "");
  }

  private void grant(List<AclBinding> all) throws InterruptedException {
    try {
      TopicAdmin.createMissing(bootstrap, PATIENCE);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    try (Admin admin = Admin.create(KafkaAccess.of(bootstrap))) {
      admin.createAcls(all).all().get();
    } catch (ExecutionException e) {
      throw new Failure(
          "the broker does not take the rights; has it an authorizer, and may this user alter it: bootstrap="
              + bootstrap
              + ", cause="
              + e.getCause(),
          e);
    }
  }
}
