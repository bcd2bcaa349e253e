package evpose.source.service;

import org.springframework.context.SmartLifecycle;

/** Starts the source when its context is ready, stops it before anything else there. */
final class SourceLifecycle implements SmartLifecycle {
  private final EventSource source;
  private boolean running;

  SourceLifecycle(EventSource source) {
    this.source = source;
  }

  @Override
  public synchronized void start() {
    try {
      source.start();
      running = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the source started", e);
    }
  }

  @Override
  public synchronized void stop() {
    source.close();
    running = false;
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }
}
