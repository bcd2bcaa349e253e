package evpose.source.service;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera's connection to a {@link PacketGateway}: reads packets, publishes them as they are,
 * tells how many are stored.
 */
final class GatewayConnection implements AutoCloseable {
  /** Packets that are read but not stored yet; then reading waits. */
  static final int MAX_WAITING = 1_024;

  private static final Logger log = LoggerFactory.getLogger(GatewayConnection.class);
  private static final int BUFFER_BYTES = 1 << 16;

  private final Socket socket;
  private final String peer;
  private final Producer<byte[], byte[]> producer;
  private final Destinations destinations;
  private final InstantSource clock;
  private final Acknowledgements told;
  private final AtomicLong storedByAll;
  private final AtomicLong refusedByAll;
  private final Semaphore room = new Semaphore(MAX_WAITING);

  /**
   * @param clock tells the publishing time, which travels in a header and decides nothing
   * @param storedByAll counts up
   * @param refusedByAll counts up
   */
  GatewayConnection(
      Socket socket,
      Producer<byte[], byte[]> producer,
      Destinations destinations,
      InstantSource clock,
      AtomicLong storedByAll,
      AtomicLong refusedByAll)
      throws IOException {
    this.socket = socket;
    this.producer = producer;
    this.destinations = destinations;
    this.clock = clock;
    this.storedByAll = storedByAll;
    this.refusedByAll = refusedByAll;
    peer = String.valueOf(socket.getRemoteSocketAddress());
    told = new Acknowledgements(socket.getOutputStream(), peer);
  }

  /** Reads until the camera or something else ends it; then everything read is stored. */
  void serve() {
    try {
      socket.setTcpNoDelay(true);
      read(new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES)));
    } catch (EOFException e) {
      log.debug("a camera has said all it had to say: from={}", peer);
    } catch (IOException e) {
      log.info("a camera's connection broke: from={}, cause={}", peer, e.getMessage());
    } catch (KafkaException | IllegalStateException e) {
      log.warn("a camera's packets cannot be published: from={}, cause={}", peer, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } finally {
      room.acquireUninterruptibly(MAX_WAITING); // Kafka answers for each, with good news or bad
      told.end();
      close();
    }
  }

  private void read(DataInputStream in) throws IOException, InterruptedException {
    Acknowledgements.Refused refusal = null;
    for (long number = 0; refusal == null; number++) {
      refusal = take(in, number);
    }
    refusedByAll.incrementAndGet();
    log.warn(
        "a packet is refused: from={}, packet={}, {}", peer, refusal.number(), refusal.message());
    told.refused(refusal);
  }

  /** One packet; says why when it is refused. */
  private Acknowledgements.@Nullable Refused take(DataInputStream in, long number)
      throws IOException, InterruptedException {
    int length = Integer.reverseBytes(in.readInt());
    if (length < 1 || length > Topics.MAX_MESSAGE_BYTES) {
      return new Acknowledgements.Refused(
          number,
          "bad-length",
          "a packet has 1 to " + Topics.MAX_MESSAGE_BYTES + " bytes: length=" + length);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    EventPacket packet;
    try {
      packet = EventPackets.decode(bytes);
    } catch (MalformedMessageException e) {
      return new Acknowledgements.Refused(number, e.reason(), String.valueOf(e.getMessage()));
    }
    Destinations.Place place = destinations.of(packet);
    if (place.partition() < 0) {
      return new Acknowledgements.Refused(number, place.reason(), place.message());
    }
    publish(packet, bytes, place.partition(), number);
    return null;
  }

  private void publish(EventPacket packet, byte[] bytes, int partition, long number)
      throws InterruptedException {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.EVENTS, partition, Keys.of(packet.rig(), packet.camera()), bytes);
    Instant now = clock.instant();
    TimingHeaders.put(
        record.headers(),
        TimingHeaders.PUBLISHED_NANOS,
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
    room.acquire();
    boolean sent = false;
    try {
      producer.send(record, (where, e) -> sent(number, e));
      sent = true;
    } finally {
      if (!sent) {
        room.release();
      }
    }
  }

  private void sent(long number, @Nullable Exception e) {
    if (e == null) {
      storedByAll.incrementAndGet();
      told.stored(number);
    } else {
      log.warn(
          "a packet could not be stored, its camera must send it again: from={}, packet={},"
              + " cause={}",
          peer,
          number,
          e.getMessage());
      close(); // what comes after it must not be told as stored
    }
    room.release();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("a camera's connection did not close: from={}", peer, e);
    }
  }
}
