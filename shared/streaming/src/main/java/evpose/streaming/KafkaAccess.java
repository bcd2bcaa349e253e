package evpose.streaming;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * How this process reaches Kafka: the address, and for a broker that asks who is there, what a file
 * of Kafka client properties says. The file's path comes from the environment variable {@value
 * #VARIABLE} or the system property {@value #PROPERTY}, so that secrets are in no command line and
 * no setting:
 *
 * <pre>
 *   security.protocol=SASL_SSL
 *   sasl.mechanism=SCRAM-SHA-512
 *   sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="camera" password="...";
 *   ssl.truststore.location=/etc/evpose/truststore.p12
 *   ssl.truststore.password=...
 * </pre>
 *
 * Only keys that begin with {@code security.}, {@code sasl.} or {@code ssl.} are taken: all others
 * are evpose's own.
 */
public final class KafkaAccess {
  /** Environment variable that names the file. */
  public static final String VARIABLE = "EVPOSE_KAFKA_CONFIG";

  /** System property that names the file; goes before the variable. */
  public static final String PROPERTY = "evpose.kafka.config";

  private static final List<String> TAKEN = List.of("security.", "sasl.", "ssl.");
  private static final int LARGEST_FILE = 1 << 20;

  private KafkaAccess() {}

  /**
   * Settings that every client needs.
   *
   * @param bootstrap host:port of a broker, or several with commas
   * @throws IllegalStateException when the file cannot be read or has keys that are not for it
   */
  public static Map<String, Object> of(String bootstrap) {
    return of(bootstrap, file());
  }

  static Map<String, Object> of(String bootstrap, @Nullable Path file) {
    Map<String, Object> clients = new HashMap<>();
    clients.put("bootstrap.servers", bootstrap);
    if (file != null) {
      Properties properties = read(file);
      for (String key : properties.stringPropertyNames()) {
        if (TAKEN.stream().noneMatch(key::startsWith)) {
          throw new IllegalStateException(
              "only keys that begin with security., sasl. or ssl. belong into this file: "
                  + VARIABLE
                  + "="
                  + file
                  + ", key="
                  + key);
        }
        clients.put(key, properties.getProperty(key));
      }
    }
    return clients;
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IOException("larger than 1 MiB");
      }
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) { // the latter: a broken \\u escape
      throw new IllegalStateException(
          "the file of Kafka client properties cannot be read: "
              + VARIABLE
              + "="
              + file
              + ", cause="
              + e,
          e);
    }
    return properties;
  }

  private static @Nullable Path file() {
    String name = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return name == null || name.isBlank() ? null : Path.of(name);
  }

  /**
   * What to do about a broker that refuses, in words; null when it is something else.
   *
   * @param e what a client threw, or its cause
   */
  public static @Nullable String refusal(String bootstrap, @Nullable Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof AuthenticationException) {
        return "the broker does not believe who we are, or we do not believe it: check user, password and certificates in the"
            + " file that "
            + VARIABLE
            + " names: bootstrap="
            + bootstrap
            + ", file="
            + file()
            + ", cause="
            + deepest(t);
      }
      if (t instanceof AuthorizationException) {
        return "the broker does not allow it: give this service's user the rights that `./evpose acl` lists: bootstrap="
            + bootstrap
            + ", cause="
            + t.getMessage();
      }
    }
    return null;
  }

  /** An expired certificate says so at the bottom only. */
  private static String deepest(Throwable from) {
    Throwable t = from;
    while (t.getCause() != null && t.getCause() != t) {
      t = t.getCause();
    }
    return t == from
        ? String.valueOf(from.getMessage())
        : from.getMessage() + " (" + t.getMessage() + ")";
  }
}
