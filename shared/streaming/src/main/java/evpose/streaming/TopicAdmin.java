package evpose.streaming;

import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes evpose's topics where they are missing. */
public final class TopicAdmin {
  private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);

  /** How long one request may take before it is counted as unanswered and asked again. */
  private static final int REQUEST_MILLIS = 5_000;

  /** After so long somebody who waits wants to know for what. */
  private static final int NOTICE_SECONDS = 3;

  private TopicAdmin() {}

  /**
   * Waits for a broker, then creates those of {@link Topics#all} that do not exist. Topics that
   * exist are left as they are. Several services may call this at once.
   *
   * @param bootstrap host:port of a broker, or several with commas
   * @param patience how long to wait for a broker
   * @throws IllegalStateException if no broker answers, or it refuses
   */
  public static void createMissing(String bootstrap, Duration patience)
      throws InterruptedException {
    int patienceMillis = Math.toIntExact(patience.toMillis());
    Map<String, Object> settings = KafkaAccess.of(bootstrap);
    settings.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(REQUEST_MILLIS, patienceMillis));
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
    try (Admin admin = Admin.create(settings)) {
      Set<String> existing = existing(admin, bootstrap, patience);
      create(admin, Topics.all().stream().filter(t -> !existing.contains(t.name())).toList());
      awaitVisible(admin, patience);
    } catch (ExecutionException e) {
      String refusal = KafkaAccess.refusal(bootstrap, e.getCause());
      if (refusal != null) {
        throw new IllegalStateException(refusal, e);
      }
      if (e.getCause() instanceof RetriableException) {
        throw new IllegalStateException(
            "no Kafka broker answers: start one (./evpose demo brings its own) or set"
                + " evpose.bootstrap-servers: bootstrap="
                + bootstrap
                + ", waited="
                + patience,
            e);
      }
      throw new IllegalStateException(
          "the broker refuses to create topics: bootstrap=" + bootstrap + ", cause=" + e.getCause(),
          e);
    }
  }

  private static Set<String> existing(Admin admin, String bootstrap, Duration patience)
      throws InterruptedException, ExecutionException {
    KafkaFuture<Set<String>> names = admin.listTopics().names();
    try {
      return names.get(NOTICE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      log.warn(
          "no Kafka broker answers yet, waiting for it: bootstrap={}, patience={}",
          bootstrap,
          patience);
      return names.get();
    }
  }

  private static void create(Admin admin, List<TopicSpec> specs)
      throws InterruptedException, ExecutionException {
    List<NewTopic> topics =
        specs.stream()
            .map(
                spec ->
                    new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                        .configs(spec.config()))
            .toList();
    for (Map.Entry<String, KafkaFuture<Void>> created :
        admin.createTopics(topics).values().entrySet()) {
      try {
        created.getValue().get();
        log.info("created topic {}", created.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // another service was faster
          throw e;
        }
      }
    }
  }

  /** The controller knows a new topic before the brokers do, and clients ask the brokers. */
  private static void awaitVisible(Admin admin, Duration patience)
      throws InterruptedException, ExecutionException {
    Set<String> wanted =
        Topics.all().stream().map(TopicSpec::name).collect(Collectors.toUnmodifiableSet());
    long deadline = System.nanoTime() + patience.toNanos();
    while (!admin.listTopics().names().get().containsAll(wanted)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "the broker took the new topics but does not show them: topics="
                + wanted
                + ", waited="
                + patience);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
