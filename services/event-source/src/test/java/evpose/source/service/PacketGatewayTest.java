package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import evpose.testkit.BrokerExtension;
import evpose.testkit.TopicWatcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cameras that speak TCP, against a real broker. */
@Timeout(120)
class PacketGatewayTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final SensorGeometry SENSOR = new SensorGeometry(320, 240);

  @BeforeAll
  static void register() throws InterruptedException {
    TopicAdmin.createMissing(BROKER.bootstrap(), Duration.ofSeconds(60));
    List<RigCamera> cameras =
        List.of(new RigCamera("left", 320, 240, 0), new RigCamera("right", 320, 240, 0));
    RigMessage rig = RigMessage.placed("tcp", cameras, 10_000, "", "", List.of());
    new RigRegistry(BROKER.bootstrap()).publish(rig, null);
  }

  private static byte[] packet(String camera, long sequence) {
    EventBuffer events = new EventBuffer();
    long begin = 10_000 * sequence;
    events.add((int) (sequence % 320), 5, begin + 3, 1);
    PacketCutter cutter = new PacketCutter("tcp", camera, SENSOR, sequence);
    return EventPackets.encode(cutter.cut(events, begin, begin + 10_000).get(0));
  }

  private static void send(OutputStream out, byte[] packet) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(4 + packet.length).order(ByteOrder.LITTLE_ENDIAN);
    out.write(frame.putInt(packet.length).put(packet).array());
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static List<EventPacket> onTheLog(String camera, int count) throws Exception {
    List<EventPacket> packets = new ArrayList<>();
    try (TopicWatcher watcher = BROKER.watch(Topics.EVENTS)) {
      for (ConsumerRecord<byte[], byte[]> record :
          watcher.await("packets", all -> ofCamera(all, camera) >= count, Duration.ofSeconds(60))) {
        if (Arrays.equals(record.key(), Keys.of("tcp", camera))) {
          packets.add(EventPackets.decode(record.value()));
        }
      }
    }
    return packets;
  }

  private static long ofCamera(List<ConsumerRecord<byte[], byte[]>> all, String camera) {
    return all.stream().filter(r -> Arrays.equals(r.key(), Keys.of("tcp", camera))).count();
  }

  @Test
  void packetsAreOnTheBrokerWhenTheCameraIsToldSo() throws Exception {
    try (PacketGateway gateway = PacketGateway.open(BROKER.bootstrap(), "127.0.0.1:0");
        Socket camera = new Socket("127.0.0.1", gateway.port())) {
      OutputStream out = camera.getOutputStream();
      for (int i = 0; i < 3_000; i++) { // more than wait at once
        send(out, packet("left", i));
      }
      camera.shutdownOutput();
      String last = lines(camera).lines().reduce("", (a, b) -> b);
      assertThat(last).isEqualTo("{\"stored\":3000}");
      assertThat(gateway.summary()).isEqualTo(new PacketGateway.Summary(1, 3_000, 0));
    }
    assertThat(onTheLog("left", 3_000))
        .extracting(EventPacket::sequence)
        .containsExactlyElementsOf(LongStream.range(0, 3_000).boxed().toList());
  }

  @Test
  void whatIsRefusedIsSaidAfterAllThatIsStored() throws Exception {
    byte[] ofNoRig = packet("middle", 7);
    assertThat(after(packet("right", 1), ofNoRig))
        .containsExactly(
            "{\"stored\":1}",
            "{\"refused\":1,\"reason\":\"unknown-camera\",\"message\":\"the rig has no such camera:"
                + " rig=tcp, camera=middle\"}");
    byte[] broken = packet("right", 2);
    Arrays.fill(broken, 8, broken.length, (byte) 0xFF);
    assertThat(after(broken)).singleElement().asString().startsWith("{\"refused\":0,\"reason\":\"");
    assertThat(after(new byte[Topics.MAX_MESSAGE_BYTES + 1]))
        .containsExactly(
            "{\"refused\":0,\"reason\":\"bad-length\",\"message\":\"a packet has 1 to 1048576 bytes:"
                + " length=1048577\"}");
  }

  private static List<String> after(byte[]... packets) throws Exception {
    try (PacketGateway gateway = PacketGateway.open(BROKER.bootstrap(), "127.0.0.1:0");
        Socket camera = new Socket("127.0.0.1", gateway.port())) {
      for (byte[] packet : packets) {
        try {
          send(camera.getOutputStream(), packet);
        } catch (IOException e) {
          break; // it was refused before all of it was read
        }
      }
      return lines(camera).lines().toList();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (PacketGateway gateway = PacketGateway.open(BROKER.bootstrap(), "127.0.0.1:0")) {
      String taken = "127.0.0.1:" + gateway.port();
      assertThatThrownBy(() -> PacketGateway.open(BROKER.bootstrap(), taken))
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("packets cannot be listened for there, is the port taken?");
    }
  }
}
