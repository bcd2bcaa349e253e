package evpose.cli.doctor;

import evpose.streaming.KafkaAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/** Does anybody listen where Kafka should be, is it Kafka, and does it let us in? */
final class BrokerLink {
  private static final String ACCESS_CURE =
      "name the file with user, password and certificates: "
          + KafkaAccess.VARIABLE
          + "=FILE ./evpose doctor";

  private BrokerLink() {}

  /** The broker's door, open; null when it is not. */
  static @Nullable Visit look(Examination what, Chart chart) {
    if (!anyListens(what, chart)) {
      chart.skip("access", "not looked at: the broker cannot be reached");
      return null;
    }
    Visit visit = null;
    boolean open = false;
    try {
      Map<String, Object> settings = new HashMap<>(Visit.clients(what));
      visit = new Visit(what, Admin.create(settings));
      open = isLetIn(visit, chart);
    } catch (IllegalStateException e) { // of the file
      chart.fail("access", "", String.valueOf(e.getMessage()), ACCESS_CURE);
    } catch (KafkaException e) { // a setting in the file that Kafka does not take
      Throwable cause = e.getCause() == null ? e : e.getCause();
      chart.fail(
          "access",
          "",
          "Kafka's client does not take these settings: " + cause.getMessage(),
          ACCESS_CURE);
    }
    if (!open && visit != null) {
      visit.close();
    }
    return open ? visit : null;
  }

  private static boolean anyListens(Examination what, Chart chart) {
    List<String> silent = new ArrayList<>();
    int millis = Math.toIntExact(what.patience().toMillis());
    for (String address : what.bootstrap().split(",", -1)) {
      String place = address.strip();
      int colon = place.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        InetSocketAddress target =
            new InetSocketAddress(
                place.substring(0, Math.max(0, colon)),
                Integer.parseInt(place.substring(colon + 1)));
        if (target.isUnresolved()) {
          silent.add(place + ": no such host");
          continue;
        }
        socket.connect(target, millis);
        chart.ok("broker", place, "somebody listens");
        return true;
      } catch (IOException e) {
        silent.add(place + ": " + e.getMessage());
      } catch (IllegalArgumentException e) { // no port, or none that can be
        silent.add(place + ": an address is host:port");
      }
    }
    chart.fail(
        "broker",
        what.bootstrap(),
        "nobody answers there: " + String.join("; ", silent),
        "start one (./evpose serve), or say where yours is: ./evpose doctor --bootstrap HOST:PORT");
    return false;
  }

  private static boolean isLetIn(Visit visit, Chart chart) {
    String bootstrap = visit.what().bootstrap();
    DescribeClusterResult cluster = visit.admin().describeCluster();
    try {
      Collection<Node> nodes = visit.get(cluster.nodes());
      chart.ok(
          "access",
          "",
          "let in by "
              + nodes.size()
              + (nodes.size() == 1 ? " broker" : " brokers")
              + " of cluster "
              + visit.get(cluster.clusterId()));
      return true;
    } catch (ExecutionException e) {
      String refusal = KafkaAccess.refusal(bootstrap, e.getCause());
      if (refusal != null) {
        chart.fail("access", "", refusal, ACCESS_CURE);
      } else {
        chart.fail(
            "access",
            "",
            "somebody listens at "
                + bootstrap
                + " but does not answer as Kafka does within "
                + visit.patience().toMillis()
                + " ms: another program, a broker that wants TLS, or one that tells clients an"
                + " address they cannot reach (advertised.listeners): cause="
                + Deepest.of(e),
            ACCESS_CURE);
      }
      return false;
    }
  }
}
