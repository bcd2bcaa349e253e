package evpose.cli;

import evpose.streaming.KafkaAccess;
import evpose.streaming.Rights;
import evpose.streaming.TopicAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.jspecify.annotations.Nullable;
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
      "EVPOSE_KAFKA_CONFIG=admin.properties evpose acl --apply --bootstrap broker:9093",
      "... evpose acl --apply --passwords passwords.properties   makes the users too (SCRAM-SHA-512)"
    })
final class AclCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of the hash that the broker keeps; its own default. */
  private static final int SCRAM_ROUNDS = 4096;

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

  @Option(
      names = "--passwords",
      paramLabel = "F",
      description =
          "With --apply: a file of lines user=password, one for each service asked for; makes these users, or changes"
              + " their passwords (SCRAM-SHA-512).")
  @Nullable Path passwords;

  @Override
  public Integer call() throws InterruptedException {
    if (passwords != null && !apply) {
      throw new ParameterException(spec.commandLine(), "--passwords goes with --apply");
    }
    List<UserScramCredentialUpsertion> users = passwords == null ? List.of() : users(passwords);
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
      grant(all, users);
      out.printf("granted %d rights on %s%n", all.size(), bootstrap);
      if (!users.isEmpty()) {
        out.printf("set the passwords of %d users%n", users.size());
      }
      out.flush();
    }
    return 0;
  }

  private List<UserScramCredentialUpsertion> users(Path file) {
    Properties byUser = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      byUser.load(reader);
    } catch (IOException | IllegalArgumentException e) { // the latter: a broken \\u escape
      throw new Failure("the file of passwords cannot be read: --passwords=" + file, e);
    }
    ScramCredentialInfo how = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ROUNDS);
    List<UserScramCredentialUpsertion> users = new ArrayList<>();
    for (Rights rights : asked()) {
      String user = principal.isEmpty() ? rights.key() : principal.replaceFirst("\\w+:", "");
      String password = byUser.getProperty(user, "");
      if (password.isBlank()) {
        throw new Failure(
            "the file of passwords needs a line user=password for each service: --passwords="
                + file
                + ", user="
                + user);
      }
      users.add(new UserScramCredentialUpsertion(user, how, password));
    }
    return users;
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

  private void grant(List<AclBinding> all, List<UserScramCredentialUpsertion> users)
      throws InterruptedException {
    try {
      TopicAdmin.createMissing(bootstrap, PATIENCE);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
    try (Admin admin = Admin.create(KafkaAccess.of(bootstrap))) {
      admin.createAcls(all).all().get();
      if (!users.isEmpty()) {
        admin.alterUserScramCredentials(List.copyOf(users)).all().get();
      }
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
