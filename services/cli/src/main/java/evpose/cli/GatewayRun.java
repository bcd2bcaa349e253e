package evpose.cli;

import evpose.source.service.PacketGateway;
import evpose.source.service.SourceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A packet gateway that is followed until Ctrl-C. */
final class GatewayRun {
  private static final long STATUS_MILLIS = 500;

  private final CommandSpec spec;
  private final boolean json;
  private final @Nullable Path report;

  GatewayRun(CommandSpec spec, boolean json, @Nullable Path report) {
    this.spec = spec;
    this.json = json;
    this.report = report;
  }

  /**
   * Takes packets.
   *
   * @param seconds on the clock on the wall; 0 goes on until Ctrl-C
   */
  int follow(String bootstrap, String address, double seconds) throws InterruptedException {
    Instant startedAt = Instant.now();
    long begun = System.nanoTime();
    try (Interruptible wish = new Interruptible();
        PacketGateway gateway = open(bootstrap, address)) {
      spec.commandLine()
          .getErr()
          .printf("packets are listened for on port %d, Ctrl-C ends it%n", gateway.port());
      LiveLine line = new LiveLine();
      while (!wish.asked() && (seconds == 0 || (System.nanoTime() - begun) / 1e9 < seconds)) {
        PacketGateway.Summary now = gateway.summary();
        line.show(
            spec.commandLine().getErr(),
            String.format(
                "%,d connections, %,d packets stored, %,d refused",
                now.connections(), now.stored(), now.refused()));
        Thread.sleep(STATUS_MILLIS);
      }
      line.show(spec.commandLine().getErr(), "");
      gateway.close(); // after this all that was counted is on the broker
      conclude(gateway.summary(), startedAt, (System.nanoTime() - begun) / 1e9);
      return 0;
    }
  }

  private static PacketGateway open(String bootstrap, String address) {
    try {
      return PacketGateway.open(bootstrap, address);
    } catch (SourceException | IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    }
  }

  private void conclude(PacketGateway.Summary summary, Instant startedAt, double lasted) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("connections", summary.connections());
    keys.put("packets", summary.stored());
    keys.put("refused", summary.refused());
    if (json) {
      spec.commandLine().getOut().println(Report.toJson(keys));
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "%,d packets stored over %,d connections, %,d refused, %.1f s%n",
              summary.stored(), summary.connections(), summary.refused(), lasted);
    }
    if (report != null) {
      new Report("listen", startedAt, lasted).with(keys).write(report);
    }
  }
}
