package evpose.source.service;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.aedat4.Aedat4Reader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to cameras that reads on a thread of its own and comes back when it breaks. A queue
 * that is full makes it wait, and with it the sender: nothing is lost here.
 */
final class LiveConnection implements LiveInput {
  private static final Logger log = LoggerFactory.getLogger(LiveConnection.class);
  private static final int CONNECT_MILLIS = 5_000;
  private static final long RETRY_MILLIS = 500;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String address;
  private final InetSocketAddress peer;
  private final List<RecordedCamera> cameras;
  private final Thread thread;
  private volatile @Nullable EventReader reader;
  private volatile boolean closed;
  private final AtomicLong reconnects = new AtomicLong();

  /**
   * Connects and learns the cameras; {@link #start} reads.
   *
   * @param firstCamera index in the rig of its first camera
   * @param into waited for when it is full
   * @throws SourceException when nobody answers there, or with something else; one line
   */
  LiveConnection(LiveAddress.Dv at, int firstCamera, BlockingQueue<Piece> into) {
    address = at.text();
    peer = at.peer();
    try {
      EventReader opened = connect();
      reader = opened;
      cameras = opened.cameras();
    } catch (SocketTimeoutException e) {
      String cause =
          TlsProbe.answers(peer, CONNECT_MILLIS)
              ? "it is encrypted (TLS), which is not read; let the sender open it without"
                  + " certificates, or end TLS before it comes here"
              : "nothing came in " + CONNECT_MILLIS / 1000 + " s";
      throw nothing(cause, e);
    } catch (IOException e) {
      throw nothing(e.getMessage(), e);
    }
    thread = new Thread(() -> run(firstCamera, into), "event-source-" + address);
    thread.setDaemon(true);
  }

  private SourceException nothing(@Nullable String cause, IOException e) {
    return new SourceException(
        "no stream of DV comes from there: address=" + address + ", cause=" + cause, e);
  }

  private EventReader connect() throws IOException {
    Socket socket = new Socket();
    boolean done = false;
    try {
      socket.connect(new InetSocketAddress(peer.getHostString(), peer.getPort()), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(CONNECT_MILLIS); // for the header; a still scene may be silent later
      EventReader opened =
          Aedat4Reader.live(
              new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES),
              address.replace(':', '_'));
      socket.setSoTimeout(0);
      done = true;
      return opened;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  @Override
  public List<RecordedCamera> cameras() {
    return cameras;
  }

  @Override
  public boolean connected() {
    return reader != null;
  }

  @Override
  public String troubles() {
    return reconnects.get() == 0 ? "" : address + ": reconnects=" + reconnects.get();
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run(int firstCamera, BlockingQueue<Piece> into) {
    try {
      while (!closed) {
        EventReader from = reader;
        if (from == null) {
          comeBack();
        } else {
          follow(from, firstCamera, into);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void follow(EventReader from, int firstCamera, BlockingQueue<Piece> into)
      throws InterruptedException {
    try (from) {
      boolean more = true;
      while (more && !closed) {
        List<EventBuffer> buffers = new ArrayList<>();
        cameras.forEach(camera -> buffers.add(new EventBuffer()));
        more = from.read(buffers);
        for (int c = 0; c < buffers.size(); c++) {
          if (buffers.get(c).size() > 0) {
            into.put(new Piece(firstCamera + c, buffers.get(c)));
          }
        }
      }
    } catch (IOException e) {
      if (!closed) {
        log.warn("the connection broke: address={}, cause={}", address, e.getMessage());
      }
    }
    reader = null;
  }

  private void comeBack() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    try {
      EventReader opened = connect();
      if (!opened.cameras().equals(cameras)) {
        log.warn(
            "other cameras came back, waiting for the first: address={}, cameras={}, wanted={}",
            address,
            opened.cameras(),
            cameras);
        opened.close();
        return;
      }
      reader = opened;
      log.info("connected again: address={}, reconnects={}", address, reconnects.incrementAndGet());
    } catch (RecordingException e) {
      log.warn("something else answers: {}", e.getMessage());
    } catch (IOException e) {
      log.debug("nobody there yet: address={}", address, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    EventReader open = reader;
    if (open != null) {
      try {
        open.close(); // ends a read that waits
      } catch (IOException e) {
        log.debug("the connection did not close: address={}", address, e);
      }
    }
  }
}
