package evpose.cli;

import evpose.body.Prediction;
import evpose.cli.stream.DatagramSender;
import evpose.cli.stream.Outlet;
import evpose.cli.stream.RigTail;
import evpose.cli.stream.SocketServer;
import evpose.exports.FoxgloveSocket;
import evpose.exports.LivePose;
import evpose.exports.NewestRevision;
import evpose.exports.OscPose;
import evpose.exports.PoseSocket;
import evpose.exports.VmcPose;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.RigRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** 3D poses to other people's programs, live. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Sends 3D poses of a rig (topic poses-3d) to other programs as they come, until Ctrl-C.",
      "osc: one bundle a pose over UDP, /evpose/head x y z confidence, mm. vmc: bone rotations for"
          + " avatars (VMC protocol, UDP). foxglove: a server for Foxglove (scene and transforms)."
          + " websocket: a server of plain JSON.",
      "evpose stream --to vmc --host 192.168.1.20 --predict 30"
    })
final class StreamCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);

  /** What poses are sent as, and which port is usual. */
  enum Target {
    OSC(9000),
    VMC(39539),
    FOXGLOVE(8765),
    WEBSOCKET(8766);

    private final int port;

    Target(int port) {
      this.port = port;
    }
  }

  @Spec CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "T",
      required = true,
      description = "One of ${COMPLETION-CANDIDATES}; upper or lower case.")
  Target to = Target.OSC;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description =
          "osc, vmc: where to send. foxglove, websocket: the address to listen on. Default:"
              + " ${DEFAULT-VALUE}.")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "P",
      description =
          "Its port. Default: osc 9000, vmc 39539, foxglove 8765, websocket 8766; servers take 0"
              + " for any.")
  @Nullable Integer port;

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Whose poses; needed when several are registered.")
  String rig = "";

  @Option(
      names = "--provisional",
      description =
          "Also send poses of which cameras are still missing: sooner, and sometimes twice.")
  boolean provisional;

  @Option(
      names = "--predict",
      paramLabel = "MS",
      defaultValue = "0",
      description =
          "Move joints so many ms ahead, at most 50, to make up for what comes after us. Default:"
              + " 0, as they were.")
  int predictMillis;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "16",
      description = "Servers: how many clients at once. Default: ${DEFAULT-VALUE}.")
  int clients;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description =
          "Servers: web pages from there may read, beside this machine's and Foxglove's; * for"
              + " all.")
  List<String> origins = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many seconds; 0 goes on until Ctrl-C.")
  double seconds;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(names = "--json", description = "Print what was sent as a JSON object.")
  boolean json;

  @Override
  public Integer call() throws InterruptedException {
    int target = port == null ? to.port : port;
    if (target < 0 || target > 65_535) {
      throw new ParameterException(spec.commandLine(), "a port is 0 to 65535: --port=" + target);
    }
    int aheadMicros = 1000 * Math.max(-1, Math.min(1_000_000, predictMillis));
    if (aheadMicros < 0 || aheadMicros > Prediction.MOST_MICROS) {
      throw new ParameterException(
          spec.commandLine(),
          "predictions reach from 0 to "
              + Prediction.MOST_MICROS / 1000
              + " ms: --predict="
              + predictMillis);
    }
    if (clients < 1 || clients > 1000) {
      throw new ParameterException(
          spec.commandLine(), "clients are 1 to 1000: --clients=" + clients);
    }
    try {
      String name = registered();
      try (RigTail<Pose3dMessage> tail =
              new RigTail<>(bootstrap, Topics.POSES_3D, name, Pose3dMessage.class);
          Outlet outlet = open(name, new InetSocketAddress(host, target));
          Interruptible wish = new Interruptible()) {
        spec.commandLine().getErr().printf("poses of rig %s to %s%n", name, outlet.where());
        spec.commandLine().getErr().flush();
        follow(tail, outlet, wish, aheadMicros);
      }
      return 0;
    } catch (IOException | KafkaException | IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private String registered() {
    List<String> names = new RigRegistry(bootstrap).rigs().stream().map(RigMessage::rig).toList();
    List<String> wanted = names.stream().filter(n -> rig.isEmpty() || n.equals(rig)).toList();
    if (wanted.size() != 1) {
      throw new Failure("name one of the rigs with --rig: --rig=" + rig + ", rigs=" + names);
    }
    return wanted.get(0);
  }

  private Outlet open(String name, InetSocketAddress address)
      throws IOException, InterruptedException {
    return switch (to) {
      case OSC -> new DatagramSender(new OscPose(), address);
      case VMC -> new DatagramSender(new VmcPose(), address);
      case FOXGLOVE -> SocketServer.start(new FoxgloveSocket(name), address, clients, origins);
      case WEBSOCKET -> SocketServer.start(new PoseSocket(name), address, clients, origins);
    };
  }

  private void follow(
      RigTail<Pose3dMessage> tail, Outlet outlet, Interruptible wish, int aheadMicros) {
    NewestRevision newest = new NewestRevision(provisional);
    Prediction prediction = new Prediction();
    long began = System.nanoTime();
    long sent = 0;
    while (!wish.asked() && !(seconds > 0 && System.nanoTime() - began > seconds * 1e9)) {
      for (Pose3dMessage pose : tail.poll(POLL)) {
        if (newest.take(pose)) {
          outlet.send(
              aheadMicros == 0
                  ? LivePose.of(pose)
                  : LivePose.predicted(pose, prediction, aheadMicros));
          sent++;
        }
      }
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("poses", sent);
    counts.put("malformed", tail.malformed());
    counts.putAll(outlet.counts());
    spec.commandLine()
        .getOut()
        .println(json ? Report.toJson(counts) : outlet.where() + ": " + words(counts));
  }

  private static String words(Map<String, Object> counts) {
    StringBuilder words = new StringBuilder();
    counts.forEach(
        (name, n) ->
            words.append(words.length() == 0 ? "" : ", ").append(name).append('=').append(n));
    return words.toString();
  }
}
