package evpose.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Live cameras onto Kafka. */
@Command(
    name = "listen",
    mixinStandardHelpOptions = true,
    description = {
      "Live cameras onto topic events, until Ctrl-C. HOST:PORT is a stream of DV (dv-processing's NetworkWriter, DV's network"
          + " output, not encrypted): comes back when a connection breaks, and a slow Kafka slows the sender down."
          + " udp://HOST:PORT/WIDTHxHEIGHT hears the datagrams that AEStream (SPIF) sends to that port of this machine, with"
          + " /t64_x16_y16_on8 or /t32_x16_y15_on1 behind it those of faery. All of them are one rig.",
      "evpose listen 192.168.1.10:7777 192.168.1.11:7777 --rig studio",
      "evpose listen udp://0.0.0.0:3333/346x260",
      "--packets takes packets of cameras that speak TCP but not Kafka; shared/messages/README.md says how."
    })
final class ListenCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..64",
      paramLabel = "ADDRESS",
      description = "Where cameras are sent from, or to.")
  List<String> addresses = List.of();

  @Option(
      names = "--packets",
      paramLabel = "HOST:PORT",
      description =
          "Take event packets over TCP on this address of this machine; their rigs must be registered.")
  @Nullable String packets;

  @Option(
      names = "--offset",
      paramLabel = "MICROS",
      split = ",",
      description = "Added to the times of each address, in their order. Default: 0 for all.")
  List<Long> offsets = List.of();

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      defaultValue = "live",
      description = "The rig's name. Default: ${DEFAULT-VALUE}.")
  String rig = "live";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many seconds of data; 0 goes on until Ctrl-C.")
  double seconds;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "100",
      description = "Steps a second. Default: ${DEFAULT-VALUE}.")
  int rateHz;

  @Option(
      names = "--calibration",
      paramLabel = "F",
      description = "The cameras' calibration, a JSON file; without one there is no 3D.")
  @Nullable Path calibration;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(names = "--json", description = "Print what was published as a JSON object.")
  boolean json;

  @Option(names = "--report", paramLabel = "F", description = "Write what was published as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    if (addresses.isEmpty() == (packets == null)) {
      throw new ParameterException(
          spec.commandLine(), "name addresses of cameras, or --packets HOST:PORT: one of the two");
    }
    if (packets != null) {
      return new GatewayRun(spec, json, report).follow(bootstrap, packets, seconds);
    }
    if (!offsets.isEmpty() && offsets.size() != addresses.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "each address needs an offset, or none: addresses="
              + addresses.size()
              + ", --offset="
              + offsets.size());
    }
    if (!(seconds >= 0) || rateHz < 10 || rateHz > 1000 || 1_000_000 % rateHz != 0) {
      throw new ParameterException(
          spec.commandLine(),
          "seconds must not be negative, rate must be in [10, 1000] and divide a second into whole"
              + " microseconds: --seconds="
              + seconds
              + ", --rate="
              + rateHz);
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("evpose.bootstrap-servers", bootstrap);
    for (int i = 0; i < addresses.size(); i++) {
      properties.put("evpose.source.listen[" + i + "]", addresses.get(i));
    }
    for (int i = 0; i < offsets.size(); i++) {
      properties.put("evpose.source.offsets-micros[" + i + "]", offsets.get(i));
    }
    properties.put("evpose.source.rig", rig);
    properties.put("evpose.source.seconds", seconds);
    properties.put("evpose.source.rate-hz", rateHz);
    properties.put(
        "evpose.source.calibration", calibration == null ? "" : calibration.toAbsolutePath());
    return new SourceRun("listen", spec, json, report).follow(properties);
  }
}
