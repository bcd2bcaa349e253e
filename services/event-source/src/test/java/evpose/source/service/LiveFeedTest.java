package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.recordings.EventWriter;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingFormat;
import evpose.recordings.datagram.DatagramLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sender that goes away and comes back; what it sends is AEDAT4 without its first line. */
@Timeout(60)
class LiveFeedTest {
  private static final int MAGIC_BYTES = 14;

  @TempDir Path folder;

  private byte[] stream(long firstMicros, int count) throws IOException {
    Path file = folder.resolve("live.aedat4");
    try (EventWriter writer =
        RecordingFormat.AEDAT4.create(file, List.of(new RecordedCamera("dvx", 320, 240)))) {
      EventBuffer events = new EventBuffer();
      for (int i = 0; i < count; i++) {
        events.add(i % 320, i % 240, firstMicros + 1000L * i, i % 2);
      }
      writer.write(0, events);
    }
    byte[] all = Files.readAllBytes(file);
    return Arrays.copyOfRange(all, MAGIC_BYTES, all.length);
  }

  @Test
  void stepsGoOnWhenTheSenderComesBack() throws Exception {
    long begin = 1_700_000_000_000_000L;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread sender =
          new Thread(
              () -> {
                for (long from : new long[] {begin, begin + 2_000_000}) {
                  try (Socket socket = server.accept();
                      OutputStream out = socket.getOutputStream()) {
                    out.write(stream(from, 100));
                  } catch (IOException e) {
                    return; // the test is over
                  }
                }
              });
      sender.start();
      String address = "127.0.0.1:" + server.getLocalPort();
      try (LiveFeed feed = new LiveFeed(List.of(address), List.of(), "", 10_000, null)) {
        assertThat(feed.rig().name()).isEqualTo("live");
        assertThat(feed.rig().cameras().get(0).id()).isEqualTo("dvx");
        int events = 0;
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < 209) { // the last has no event behind it
          EventFeed.Step step = feed.next();
          numbers.add(step.step());
          events += step.events().get(0).size();
        }
        assertThat(numbers).isEqualTo(java.util.stream.LongStream.range(0, 209).boxed().toList());
        assertThat(events).isEqualTo(190);
        feed.cancel();
        assertThat(feed.next()).isNull();
      }
      sender.join();
    }
  }

  @Test
  void anAddressWhereSomethingElseAnswersIsNamed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread sender =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
                } catch (IOException e) {
                  return; // the test is over
                }
              });
      sender.start();
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThatThrownBy(() -> new LiveFeed(List.of(address), List.of(), "", 10_000, null))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("no stream of DV comes from there: address=" + address)
          .hasMessageContaining("is this a stream of DV? length=");
      sender.join();
    }
    assertThatThrownBy(() -> new LiveFeed(List.of("nowhere"), List.of(), "", 10_000, null))
        .hasMessage("an address must look like 127.0.0.1:7777: address=nowhere");
  }

  @Test
  void anEncryptedStreamIsRefusedByItsName() throws Exception {
    try (ServerSocket server =
        SSLServerSocketFactory.getDefault()
            .createServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      Thread sender =
          new Thread(
              () -> {
                for (int connection = 0; connection < 2; connection++) {
                  try (Socket socket = server.accept()) {
                    ((SSLSocket) socket).startHandshake(); // has no certificate, answers an alert
                  } catch (IOException e) {
                    continue; // as expected
                  }
                }
              });
      sender.start();
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThatThrownBy(() -> new LiveFeed(List.of(address), List.of(), "", 10_000, null))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "no stream of DV comes from there: address="
                  + address
                  + ", cause=it is encrypted (TLS), which is not read; let the sender open it"
                  + " without certificates, or end TLS before it comes here");
      sender.join();
    }
  }

  @Test
  void aSilentAddressIsSaidToBeSilent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThatThrownBy(() -> new LiveFeed(List.of(address), List.of(), "", 10_000, null))
          .isInstanceOf(SourceException.class)
          .hasMessageEndingWith(", cause=nothing came in 5 s");
    }
  }

  @Test
  void datagramsOfOneSenderBecomeSteps() throws Exception {
    String address = "udp://127.0.0.1:0/346x260";
    try (LiveFeed feed = new LiveFeed(List.of(address), List.of(), "", 10_000, null);
        DatagramChannel camera = DatagramChannel.open();
        DatagramChannel stranger = DatagramChannel.open()) {
      InetSocketAddress to =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), feed.datagramPort());
      camera.send(spif(0, 40), to);
      EventFeed.Step first = feed.next();
      assertThat(first.events().get(0).size()).isEqualTo(10);
      stranger.send(spif(0, 40), to);
      camera.send(spif(40, 40), to);
      int events = 10;
      for (long step = 1; step < 7; step++) {
        EventFeed.Step next = feed.next();
        assertThat(next.step()).isEqualTo(step);
        events += next.events().get(0).size();
      }
      assertThat(events).as("those of the stranger are left out").isEqualTo(70);
      assertThat(feed.troubles()).containsExactly(address + ": datagrams of others=1");
    }
  }

  /** An event a millisecond, from a time on. */
  private static ByteBuffer spif(int firstMillis, int count) {
    ByteBuffer datagram = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = firstMillis; i < firstMillis + count; i++) {
      datagram.putInt((i % 346) << 16 | i % 260).putInt(1_000 * i);
    }
    return datagram.flip();
  }

  @Test
  void anAddressOfDatagramsIsRead() {
    assertThat(LiveAddress.of("udp://0.0.0.0:3333/640x480/t64_x16_y16_on8"))
        .isInstanceOfSatisfying(
            LiveAddress.Datagrams.class,
            at -> {
              assertThat(at.camera()).isEqualTo(new RecordedCamera("udp_3333", 640, 480));
              assertThat(at.layout()).isEqualTo(DatagramLayout.T64);
              assertThat(at.local().getPort()).isEqualTo(3333);
            });
    assertThatThrownBy(() -> LiveAddress.of("udp://127.0.0.1:3333"))
        .hasMessageStartingWith("an address of datagrams must look like udp://127.0.0.1:3333/346");
    assertThatThrownBy(() -> LiveAddress.of("udp://127.0.0.1:3333/346x260/evt3"))
        .hasMessageStartingWith("datagrams are spif, t64_x16_y16_on8 or t32_x16_y15_on1");
    assertThatThrownBy(() -> LiveAddress.of("udp://127.0.0.1:3333/0x260"))
        .isInstanceOf(SourceException.class)
        .hasMessageEndingWith("address=udp://127.0.0.1:3333/0x260");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (DatagramChannel other = DatagramChannel.open(StandardProtocolFamily.INET)) {
      other.bind(new InetSocketAddress("127.0.0.1", 0));
      String address = "udp://127.0.0.1:" + other.socket().getLocalPort() + "/346x260";
      assertThatThrownBy(() -> new LiveFeed(List.of(address), List.of(), "", 10_000, null))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("datagrams cannot be listened for there, is the port taken?");
    }
  }
}
