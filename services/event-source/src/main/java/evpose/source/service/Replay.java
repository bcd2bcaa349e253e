package evpose.source.service;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An event source inside another program, such as the {@code evpose} command. */
public final class Replay implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private Replay(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts it.
   *
   * @param properties under {@code evpose}; see {@code event-source.yml}
   */
  public static Replay start(Map<String, ?> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("spring.config.name", "event-source");
    all.put("spring.main.log-startup-info", "false");
    String[] arguments =
        all.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    return new Replay(
        new SpringApplicationBuilder(EventSourceService.class)
            .web(WebApplicationType.NONE)
            .registerShutdownHook(false)
            .run(arguments));
  }

  public EventSource source() {
    return context.getBean(EventSource.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
