package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.evaluation.energy.EnergyTable;
import evpose.events.EventPacket;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.LiveSettings;
import evpose.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageHubTest {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LiveMetrics live =
      new LiveMetrics(new LiveSettings(0, 30_000_000, EnergyTable.FP32_7NM), (r, s, n) -> {});
  private final PageHub hub =
      new PageHub(
          live, new MetricsSettings("latest", Duration.ZERO, Duration.ofSeconds(30), 60, 2, 100));
  private long sequence;

  @AfterEach
  void stop() {
    hub.stop();
  }

  private void packet() {
    packet("r", 1);
  }

  private void packet(String rig, long nowNanos) {
    byte[] none = {};
    long begin = sequence * 10_000;
    live.packet(
        new EventPacket(
            rig,
            "c",
            4,
            4,
            sequence++,
            begin,
            begin + 10_000,
            0,
            new short[0],
            new short[0],
            new int[0],
            none),
        nowNanos);
  }

  /** A page whose reader can be held up. */
  private static final class Reader extends OutputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    final Semaphore may = new Semaphore(Integer.MAX_VALUE / 2);
    volatile boolean gone;

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("written in pieces");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      may.acquireUninterruptibly();
      may.release();
      if (gone) {
        throw new IOException("connection reset");
      }
      synchronized (read) {
        read.write(bytes, from, length);
      }
    }

    long count(String event) {
      synchronized (read) {
        return read.toString(StandardCharsets.UTF_8).split("event: " + event + "\n", -1).length - 1;
      }
    }

    void holdUp() {
      may.drainPermits();
    }

    void goOn() {
      may.release(Integer.MAX_VALUE / 2);
    }
  }

  private Thread watch(Reader reader) {
    return watch("", reader);
  }

  private Thread watch(String rig, Reader reader) {
    Thread thread =
        new Thread(
            () -> {
              try {
                hub.watch(rig, reader);
              } catch (IOException reset) {
                if (!reader.gone) {
                  throw new UncheckedIOException(reset);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void aPageBeforeAnyPacketIsToldToWait() {
    hub.start();
    Reader reader = new Reader();
    watch(reader);
    Await.until("the page is told to wait", PATIENCE, () -> reader.count("second") > 0);
    assertThat(reader.count("scene")).isZero();
    packet();
    Await.until("the page has a scene", PATIENCE, () -> reader.count("scene") == 1);
  }

  @Test
  void picturesFollowWhatComesInAndStopWithIt() {
    hub.start();
    packet();
    Reader reader = new Reader();
    watch(reader);
    Await.until("a first picture", PATIENCE, () -> reader.count("frame") == 1);
    for (int i = 2; i < 6; i++) {
      int pictures = i;
      packet();
      Await.until("picture " + i, PATIENCE, () -> reader.count("frame") == pictures);
    }
    assertThat(reader.count("scene")).isEqualTo(1);
    assertThat(reader.count("history")).isEqualTo(1);
  }

  @Test
  void aPageThatNamedNoRigFollowsTheNextOneWhenItsOwnEnds() {
    hub.start();
    packet("rehearsal", 1);
    Reader reader = new Reader();
    Reader pinned = new Reader();
    watch(reader);
    watch("rehearsal", pinned);
    Await.until(
        "both are shown a picture",
        PATIENCE,
        () -> reader.count("frame") == 1 && pinned.count("frame") == 1);
    packet("dhp19", 1_000_000_000L); // a second later: both may be live
    packet("rehearsal", 1_100_000_000L);
    Await.until("the next picture", PATIENCE, () -> reader.count("frame") == 2);
    assertThat(reader.count("scene")).isEqualTo(1);
    packet("dhp19", 3_200_000_000L);
    Await.until("the other rig", PATIENCE, () -> reader.count("scene") == 2);
    Await.until("its picture", PATIENCE, () -> reader.count("frame") == 3);
    assertThat(reader.count("history")).isEqualTo(2);
    assertThat(pinned.count("scene")).isEqualTo(1);
  }

  @Test
  void aSlowPageSkipsPicturesAndHoldsUpNobody() {
    hub.start();
    packet();
    Reader fast = new Reader();
    Reader slow = new Reader();
    watch(fast);
    watch(slow);
    Await.until(
        "both are shown a picture",
        PATIENCE,
        () -> fast.count("frame") == 1 && slow.count("frame") == 1);
    slow.holdUp();
    for (int i = 2; i <= 20; i++) {
      int pictures = i;
      packet();
      Await.until("the fast page has " + i, PATIENCE, () -> fast.count("frame") == pictures);
    }
    slow.goOn();
    packet();
    Await.until("the fast page has 21", PATIENCE, () -> fast.count("frame") == 21);
    Await.until("the slow page goes on", PATIENCE, () -> slow.count("frame") >= 3);
    assertThat(slow.count("frame")).isLessThanOrEqualTo(5);
  }

  @Test
  void aPageThatGoesAwayIsForgotten() throws InterruptedException {
    hub.start();
    packet();
    Reader reader = new Reader();
    Thread thread = watch(reader);
    Await.until("it watches", PATIENCE, () -> reader.count("frame") == 1);
    assertThat(hub.watchers()).isEqualTo(1);
    reader.gone = true;
    packet();
    thread.join(PATIENCE.toMillis());
    assertThat(hub.watchers()).isZero();
  }

  @Test
  void seatsAreLimited() {
    assertThat(hub.enter()).isTrue();
    assertThat(hub.enter()).isTrue();
    assertThat(hub.enter()).isFalse();
    hub.leave();
    assertThat(hub.enter()).isTrue();
  }

  @Test
  void stoppingEndsEveryStream() throws InterruptedException {
    hub.start();
    packet();
    Reader reader = new Reader();
    Thread thread = watch(reader);
    Await.until("it watches", PATIENCE, () -> reader.count("frame") == 1);
    hub.stop();
    thread.join(PATIENCE.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void pacedThreadKeepsItsPaceAndStops() {
    AtomicLong times = new AtomicLong();
    PacedThread thread =
        new PacedThread("test", Duration.ofMillis(2), () -> times.incrementAndGet());
    thread.start();
    Await.until("it worked ten times", PATIENCE, () -> times.get() >= 10);
    thread.close();
    Await.until("it stopped", PATIENCE, () -> !thread.isRunning());
  }
}
