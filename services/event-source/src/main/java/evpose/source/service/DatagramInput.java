package evpose.source.service;

import evpose.events.EventBuffer;
import evpose.recordings.RecordedCamera;
import evpose.recordings.datagram.DatagramDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datagrams of one camera. The first sender is the camera; those of others are left out and
 * counted. Nobody can hold a sender of datagrams up: what comes faster than the queue is emptied
 * waits in the machine's socket buffer, and what does not fit there the machine drops and {@link
 * SocketDrops} tells.
 */
final class DatagramInput implements LiveInput {
  private static final Logger log = LoggerFactory.getLogger(DatagramInput.class);
  private static final int LARGEST_DATAGRAM = 1 << 16;
  private static final int SOCKET_BYTES = 8 << 20;
  private static final int PIECE_EVENTS = 4_096;
  private static final long WAIT_MILLIS = 200;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LiveAddress.Datagrams address;
  private final DatagramChannel channel;
  private final Selector selector;
  private final DatagramDecoder decoder;
  private final SocketDrops drops;
  private final Thread thread;
  private final AtomicLong strangers = new AtomicLong();
  private volatile long lastNanos;
  private volatile boolean heard;
  private volatile boolean closed;
  private @Nullable SocketAddress sender; // the thread's

  /**
   * @param camera index in the rig
   * @param into waited for when it is full
   * @throws SourceException when the port cannot be had; one line
   */
  DatagramInput(LiveAddress.Datagrams address, int camera, BlockingQueue<Piece> into) {
    this.address = address;
    decoder = new DatagramDecoder(address.text(), address.camera(), address.layout());
    try {
      // a socket of IPv4 alone is what a camera's sender speaks to, and what SocketDrops looks for
      channel = DatagramChannel.open(StandardProtocolFamily.INET);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
      channel.bind(
          new InetSocketAddress(address.local().getHostString(), address.local().getPort()));
      channel.configureBlocking(false);
      selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
      throw new SourceException(
          "datagrams cannot be listened for there, is the port taken? address="
              + address.text()
              + ", cause="
              + e,
          e);
    }
    drops = new SocketDrops(port());
    thread = new Thread(() -> run(camera, into), "event-source-" + address.text());
    thread.setDaemon(true);
  }

  /** The port that is listened on. */
  int port() {
    return channel.socket().getLocalPort();
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.of(address.camera());
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public boolean connected() {
    return heard && System.nanoTime() - lastNanos < SILENCE_NANOS;
  }

  private void run(int camera, BlockingQueue<Piece> into) {
    ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
    EventBuffer events = new EventBuffer();
    try {
      while (!closed) {
        SocketAddress from = channel.receive(datagram.clear());
        if (from != null) {
          take(from, datagram.flip(), events);
        }
        if (events.size() >= PIECE_EVENTS || (from == null && events.size() > 0)) {
          into.put(new Piece(camera, events));
          events = new EventBuffer();
        }
        if (from == null) {
          selector.select(WAIT_MILLIS);
          selector.selectedKeys().clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException e) {
      if (!closed) {
        log.error("datagrams come no more: address={}, cause={}", address.text(), e.toString());
        heard = false;
      }
    }
  }

  private void take(SocketAddress from, ByteBuffer datagram, EventBuffer into) {
    if (sender == null) {
      sender = from;
      log.info("datagrams come: address={}, from={}", address.text(), from);
    } else if (!sender.equals(from)) {
      if (connected()) {
        strangers.incrementAndGet();
        return;
      }
      sender = from; // the old one is silent, a new one may have its place
      log.info("datagrams come from another sender: address={}, from={}", address.text(), from);
    }
    lastNanos = System.nanoTime();
    heard = true;
    decoder.decode(datagram, lastNanos / 1000, into);
  }

  @Override
  public String troubles() {
    StringBuilder all = new StringBuilder();
    if (drops.count() > 0) {
      all.append("datagrams dropped by this machine=").append(drops.count());
    }
    if (strangers.get() > 0) {
      all.append(all.isEmpty() ? "" : ", ").append("datagrams of others=").append(strangers.get());
    }
    if (closed) { // the thread is done with it
      decoder
          .problems()
          .forEach(
              p ->
                  all.append(all.isEmpty() ? "" : ", ")
                      .append(p.kind())
                      .append('=')
                      .append(p.count())
                      .append(" (first: ")
                      .append(p.first())
                      .append(')'));
    }
    return all.isEmpty() ? "" : address.text() + ": " + all;
  }

  @Override
  public void close() {
    drops.refresh(); // while the socket is there
    closed = true;
    thread.interrupt();
    try {
      thread.join(1_000);
      selector.close();
      channel.close();
    } catch (IOException e) {
      log.debug("the socket did not close: address={}", address.text(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
