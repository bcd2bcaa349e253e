package evpose.triangulation.service;

import evpose.streaming.StreamsRunner;
import evpose.streaming.TopicAdmin;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Starts the stream when the context is ready and the topics are there; stops it first of all. */
final class TriangulationLifecycle implements SmartLifecycle {
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);

  private final StreamsRunner runner;
  private final String bootstrap;
  private boolean running;

  TriangulationLifecycle(StreamsRunner runner, String bootstrap) {
    this.runner = runner;
    this.bootstrap = bootstrap;
  }

  @Override
  public synchronized void start() {
    try {
      TopicAdmin.createMissing(bootstrap, BROKER_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the broker", e);
    }
    runner.start();
    running = true;
  }

  @Override
  public synchronized void stop() {
    runner.close();
    running = false;
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }
}
