package evpose.cli.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;

/** The doors of a house on this machine: free for one that starts, or taken by one that runs. */
final class PortsLink {
  private PortsLink() {}

  static void look(Examination what, Chart chart) {
    page(what.pagePort(), Math.toIntExact(what.patience().toMillis()), chart);
    if (what.brokerPort() != 0 && isFree(what.brokerPort())) {
      chart.ok("ports", "broker " + what.brokerPort(), "free: no broker of this house runs");
    } else if (what.brokerPort() != 0) {
      chart.ok(
          "ports",
          "broker " + what.brokerPort(),
          "taken" + owner(what.brokerPort()) + "; whether it is Kafka shows the next link");
    }
  }

  private static void page(int port, int patienceMillis, Chart chart) {
    String subject = "page " + port;
    if (port == 0) {
      return;
    }
    if (isFree(port)) {
      chart.ok("ports", subject, "free: no page is open");
    } else if (isPage(port, patienceMillis)) {
      chart.ok("ports", subject, "the page of a running house: http://127.0.0.1:" + port + "/");
    } else {
      chart.fail(
          "ports",
          subject,
          "taken by a program that is no evpose" + owner(port),
          "stop it, or choose another port: ./evpose serve --port 0");
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) { // a port below 1024 without the right to it
      return false;
    }
  }

  private static boolean isPage(int port, int patienceMillis) {
    try {
      HttpURLConnection report =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/api/report").toURL().openConnection();
      report.setConnectTimeout(patienceMillis);
      report.setReadTimeout(patienceMillis);
      try (var in = report.getInputStream()) {
        return new String(in.readNBytes(1 << 16), java.nio.charset.StandardCharsets.UTF_8)
            .contains("\"poses3d\"");
      }
    } catch (IOException e) {
      return false; // it speaks something else
    }
  }

  private static String owner(int port) {
    Optional<String> owner = PortOwner.of(port);
    return owner.map(o -> " (" + o + ")").orElse("");
  }
}
