package evpose.source.service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a camera is told: how many of its packets, from the first on, are stored, the newest number
 * as often as it can hear it. Writes on a thread of its own, so that a camera that does not listen
 * holds up nobody else. Thread-safe.
 */
final class Acknowledgements {
  private static final Logger log = LoggerFactory.getLogger(Acknowledgements.class);
  private static final long LAST_WORDS_MILLIS = 5_000;

  /** This packet is not wanted, and nothing after it is read. */
  record Refused(long number, String reason, String message) {
    private String line() {
      return "{\"refused\":"
          + number
          + ",\"reason\":\""
          + plain(reason)
          + "\",\"message\":\""
          + plain(message)
          + "\"}\n";
    }

    /** Packets may hold names that are none; what JSON would have to escape is not told. */
    private static String plain(String words) {
      return words.replaceAll("[^ -~]|[\"\\\\]", "?");
    }
  }

  private final Thread thread;
  private final BitSet beyond = new BitSet(); // of packets from the first that is not stored
  private long stored; // all packets below are
  private long told;
  private @Nullable Refused refusal;
  private boolean ended;

  Acknowledgements(OutputStream out, String peer) {
    thread = new Thread(() -> write(out, peer), "packet-gateway-tells-" + peer);
    thread.setDaemon(true);
    thread.start();
  }

  /** A packet is on the broker; in any order. */
  synchronized void stored(long number) {
    beyond.set(Math.toIntExact(number - stored));
    int run = beyond.nextClearBit(0);
    if (run > 0) {
      stored += run;
      BitSet rest = beyond.get(run, beyond.length());
      beyond.clear();
      beyond.or(rest);
      notifyAll();
    }
  }

  /** A packet is refused; told after all that is stored. */
  synchronized void refused(Refused what) {
    refusal = what;
  }

  /** No more will come: tells what is to be told, and waits for that a little. */
  void end() {
    synchronized (this) {
      ended = true;
      notifyAll();
    }
    try {
      thread.join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(OutputStream out, String peer) {
    try {
      long next = next();
      while (next >= 0) {
        line(out, "{\"stored\":" + next + "}\n");
        next = next();
      }
      Refused last = lastWord();
      if (last != null) {
        line(out, last.line());
      }
    } catch (IOException e) {
      log.debug("a camera hears no more: from={}", peer, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void line(OutputStream out, String json) throws IOException {
    out.write(json.getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits for more to tell; -1 at the end. */
  private synchronized long next() throws InterruptedException {
    while (stored == told && !ended) {
      wait();
    }
    if (stored == told) {
      return -1;
    }
    told = stored;
    return told;
  }

  private synchronized @Nullable Refused lastWord() {
    return refusal;
  }
}
