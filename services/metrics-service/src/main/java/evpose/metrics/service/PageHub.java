package evpose.metrics.service;

import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RigFrame;
import evpose.metrics.service.live.RigNumbers;
import evpose.metrics.service.live.RigScene;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Between the numbers and the open pages. A picture is made once however many pages watch, and not
 * at all while none does. A page that reads slowly finds the newest picture when it is ready for
 * one; those between are skipped, so a page never holds more than one.
 */
final class PageHub implements SmartLifecycle {
  private static final int HISTORY_SECONDS = 60;
  private static final long WAIT_MILLIS = 1000;

  private final LiveMetrics live;
  private final int mostEvents;
  private final Semaphore seats;
  private final PacedThread painter;
  private final Map<String, Channel> channels = new HashMap<>();
  private boolean open = true;

  /** One rig's newest picture and numbers. */
  private static final class Channel {
    int watchers;
    long changes = -1;
    long frameId;
    byte[] frame = {};
    long secondId;
    byte[] second = {};
    final ArrayDeque<RigNumbers> minute = new ArrayDeque<>();
  }

  PageHub(LiveMetrics live, MetricsSettings settings) {
    this.live = live;
    this.mostEvents = settings.maxEventsPerCamera();
    this.seats = new Semaphore(settings.maxWatchers());
    this.painter =
        new PacedThread(
            "evpose-metrics-page",
            Duration.ofNanos(1_000_000_000L / settings.framesPerSecond()),
            this::paint);
  }

  /**
   * Takes the numbers of one second.
   *
   * @param nowMillis wall time since 1970
   */
  synchronized void second(RigNumbers numbers, long nowMillis) {
    Channel channel = channel(numbers.rig());
    channel.minute.addLast(numbers);
    if (channel.minute.size() > HISTORY_SECONDS) {
      channel.minute.removeFirst();
    }
    if (channel.watchers > 0) {
      channel.second = PageJson.second(numbers, nowMillis);
      channel.secondId++;
      notifyAll();
    }
  }

  private Channel channel(String rig) {
    return channels.computeIfAbsent(rig, name -> new Channel());
  }

  private void paint() {
    for (String rig : watched()) {
      RigFrame frame = live.frame(rig, mostEvents);
      if (frame != null) {
        publish(rig, frame);
      }
    }
  }

  private synchronized List<String> watched() {
    List<String> watched = new ArrayList<>();
    channels.forEach(
        (rig, channel) -> {
          if (channel.watchers > 0) {
            watched.add(rig);
          }
        });
    return watched;
  }

  private void publish(String rig, RigFrame frame) {
    synchronized (this) {
      if (channel(rig).changes == frame.changes()) {
        return;
      }
    }
    byte[] bytes = PageJson.frame(frame); // not under the lock: watchers go on writing
    synchronized (this) {
      Channel channel = channel(rig);
      channel.changes = frame.changes();
      channel.frame = bytes;
      channel.frameId++;
      notifyAll();
    }
  }

  /** Whether one more page may watch; who gets true must {@link #leave}. */
  boolean enter() {
    return seats.tryAcquire();
  }

  void leave() {
    seats.release();
  }

  /** How many pages watch. */
  synchronized int watchers() {
    return channels.values().stream().mapToInt(channel -> channel.watchers).sum();
  }

  /**
   * Writes Server-Sent Events until the reader or this service goes away.
   *
   * @param wanted name of the rig; "" for the one that is live, and for the next one when no more
   *     packets of it come
   * @throws IOException when the reader is gone: the usual end
   */
  void watch(String wanted, OutputStream out) throws IOException, InterruptedException {
    String rig = awaitRig(wanted, out);
    while (rig != null && isOpen()) {
      synchronized (this) {
        channel(rig).watchers++;
      }
      try {
        new Watcher(rig, wanted.isEmpty(), out).run();
      } finally {
        synchronized (this) {
          channel(rig).watchers--;
        }
      }
      rig = live.liveRig(rig);
    }
  }

  private synchronized boolean isOpen() {
    return open;
  }

  private @Nullable String awaitRig(String wanted, OutputStream out)
      throws IOException, InterruptedException {
    while (true) {
      String rig =
          wanted.isEmpty() ? live.liveRig(null) : live.rigs().contains(wanted) ? wanted : null;
      if (rig != null) {
        return rig;
      }
      String whose = wanted.isEmpty() ? "" : " of rig " + wanted;
      send(out, "second", PageJson.waiting("waiting for event packets" + whose));
      synchronized (this) {
        if (!open) {
          return null;
        }
        wait(WAIT_MILLIS);
      }
    }
  }

  /** Writes one event in one piece; JSON escapes line ends, so it is one line. */
  private static void send(OutputStream out, String kind, byte[] json) throws IOException {
    byte[] head = ("event: " + kind + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
    byte[] event = Arrays.copyOf(head, head.length + json.length + 2);
    System.arraycopy(json, 0, event, head.length, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    out.write(event);
    out.flush();
  }

  /** One page's place in the stream of its rig. */
  private final class Watcher {
    private final String rig;
    private final boolean follows;
    private final OutputStream out;
    private long sceneVersion = -1;
    private long frameId = -1;
    private long secondId = -1;

    /**
     * @param follows ends when another rig is the live one
     */
    Watcher(String rig, boolean follows, OutputStream out) {
      this.rig = rig;
      this.follows = follows;
      this.out = out;
    }

    void run() throws IOException, InterruptedException {
      sendScene();
      sendHistory();
      while (isOpen() && !(follows && !rig.equals(live.liveRig(rig)))) {
        awaitNews();
        sendScene();
        byte[] frame = null;
        byte[] second = null;
        synchronized (PageHub.this) {
          Channel channel = channel(rig);
          if (channel.frameId != frameId && channel.frameId > 0) {
            frame = channel.frame;
          }
          if (channel.secondId != secondId && channel.secondId > 0) {
            second = channel.second;
          }
          frameId = channel.frameId;
          secondId = channel.secondId;
        }
        if (frame != null) {
          send(out, "frame", frame);
        }
        if (second != null) {
          send(out, "second", second);
        }
      }
    }

    /** Until there is news, or a while. */
    private void awaitNews() throws InterruptedException {
      synchronized (PageHub.this) {
        Channel channel = channel(rig);
        if (open && channel.frameId == frameId && channel.secondId == secondId) {
          PageHub.this.wait(WAIT_MILLIS);
        }
      }
    }

    private void sendScene() throws IOException {
      RigScene scene = live.scene(rig);
      if (scene != null && scene.version() != sceneVersion) {
        sceneVersion = scene.version();
        send(out, "scene", PageJson.scene(scene, live.rigs(), live.energy().name()));
      }
    }

    private void sendHistory() throws IOException {
      List<RigNumbers> minute;
      synchronized (PageHub.this) {
        minute = List.copyOf(channel(rig).minute);
      }
      send(out, "history", PageJson.history(minute));
    }
  }

  @Override
  public void start() {
    painter.start();
  }

  @Override
  public void stop() {
    painter.close();
    synchronized (this) {
      open = false;
      notifyAll();
    }
  }

  @Override
  public boolean isRunning() {
    return painter.isRunning();
  }
}
