package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.pose.Joints3d;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamCommandTest {
  private static final int PATIENCE_MILLIS = 30_000;

  @TempDir Path directory;

  private static byte[] pose(long step, int revision, boolean isFinal) {
    Joints3d joints = new Joints3d();
    joints.set(0, 1, 2, 1700, 0.5, new double[6], 1, 2);
    return Json.encode(
        new Pose3dMessage(
            "lab",
            step,
            10_000,
            (step + 1) * 10_000,
            revision,
            isFinal,
            List.of("a", "b"),
            2,
            Pose3dMessage.keypoints(joints),
            0,
            0,
            0,
            new Inputs("", "", "", "")));
  }

  @Test
  void posesFromKafkaComeOutAsOsc() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
      broker.start();
      String bootstrap = broker.bootstrap();
      TopicAdmin.createMissing(bootstrap, Duration.ofSeconds(60));
      new RigRegistry(bootstrap)
          .publish(
              new RigMessage(
                  "lab",
                  List.of(new RigCamera("a", 346, 260, 0), new RigCamera("b", 346, 260, 1)),
                  0,
                  10_000,
                  "compact",
                  ""),
              null);
      try (DatagramSocket ear = new DatagramSocket(0, InetAddress.getLoopbackAddress());
          KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  Map.<String, Object>of(
                      "bootstrap.servers", bootstrap, "max.in.flight.requests.per.connection", 1),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        ear.setSoTimeout(PATIENCE_MILLIS);
        CompletableFuture<Integer> command =
            CompletableFuture.supplyAsync(
                () ->
                    Evpose.execute(
                        "stream",
                        "--to",
                        "osc",
                        "--port",
                        String.valueOf(ear.getLocalPort()),
                        "--seconds",
                        "8",
                        "--bootstrap",
                        bootstrap));
        String first = null;
        for (long step = 0; first == null && step < 10_000 && !command.isDone(); step++) {
          producer.send(record("lab", pose(step, 0, false)));
          producer.send(record("lab", pose(step, 1, true)));
          producer.send(record("other", pose(step, 2, true)));
          producer.send(record("lab", "{".getBytes(StandardCharsets.UTF_8))).get();
          ear.setSoTimeout(20);
          first = heard(ear);
        }
        assertThat(first).contains("#bundle", "/evpose/pose", ",shhiii", "lab", "/evpose/head");
        assertThat(first).doesNotContain("/evpose/footL");
        assertThat(command.join()).isZero();
      }
    }
  }

  private static String heard(DatagramSocket ear) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    try {
      ear.receive(packet);
    } catch (SocketTimeoutException e) {
      return null;
    }
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  private static ProducerRecord<byte[], byte[]> record(String rig, byte[] value) {
    return new ProducerRecord<>(Topics.POSES_3D, Keys.of(rig), value);
  }

  @Test
  void wrongWishesAreSaid() {
    assertThat(Evpose.execute("stream", "--to", "osc", "--predict", "51")).isEqualTo(2);
    assertThat(Evpose.execute("stream", "--to", "osc", "--port", "70000")).isEqualTo(2);
    assertThat(Evpose.execute("stream", "--to", "foxglove", "--clients", "0")).isEqualTo(2);
    assertThat(Evpose.execute("stream")).isEqualTo(2);
  }
}
