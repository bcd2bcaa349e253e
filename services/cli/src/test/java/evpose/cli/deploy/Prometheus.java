package evpose.cli.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes one house every second, with the product's own rules. */
final class Prometheus implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LOOK_BACK = Duration.ofSeconds(60);
  private static final int STEP_SECONDS = 1;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  private Prometheus(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * @param target host and port of the page
   * @param folder for its data
   */
  static Prometheus start(Path program, String target, Path folder) throws IOException {
    String shipped = Files.readString(Dashboard.DEPLOY.resolve("prometheus/prometheus.yml"));
    String config =
        shipped
            .replace("127.0.0.1:8080", target)
            .replace("_interval: 5s", "_interval: 1s")
            .replace("rules/*.yml", Dashboard.DEPLOY.resolve("prometheus/rules") + "/*.yml");
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    String address = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new Prometheus(process, address);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** The numbers that a question got over the last minute; NaN left out. */
  List<Double> numbers(String expr) throws IOException {
    long now = Instant.now().getEpochSecond();
    JsonNode data =
        json(
            "/api/v1/query_range?query="
                + encoded(expr)
                + "&start="
                + (now - LOOK_BACK.toSeconds())
                + "&end="
                + now
                + "&step="
                + STEP_SECONDS);
    List<Double> numbers = new ArrayList<>();
    for (JsonNode series : data.path("result")) {
      for (JsonNode sample : series.path("values")) {
        double value =
            Double.parseDouble(sample.path(1).asString("NaN").replace("Inf", "Infinity"));
        if (Double.isFinite(value)) {
          numbers.add(value);
        }
      }
    }
    return numbers;
  }

  /** What a question gets now; fails when Prometheus does not understand it. */
  JsonNode now(String expr) throws IOException {
    return json("/api/v1/query?query=" + encoded(expr)).path("result");
  }

  /** Alerts that fire, as name, rig and camera. */
  List<String> firing() throws IOException {
    List<String> firing = new ArrayList<>();
    for (JsonNode alert : json("/api/v1/alerts").path("alerts")) {
      if (alert.path("state").asString("").equals("firing")) {
        JsonNode labels = alert.path("labels");
        firing.add(
            labels.path("alertname").asString("")
                + " "
                + labels.path("rig").asString("")
                + " "
                + labels.path("camera").asString(""));
      }
    }
    return firing;
  }

  /** All names that were ever scraped or recorded. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    json("/api/v1/label/__name__/values").forEach(name -> names.add(name.asString("")));
    return names;
  }

  private static String encoded(String expr) {
    return URLEncoder.encode(expr, StandardCharsets.UTF_8);
  }

  private JsonNode json(String path) throws IOException {
    HttpResponse<String> response = get(path);
    JsonNode answer = JSON.readTree(response.body());
    if (!answer.path("status").asString("").equals("success")) {
      throw new AssertionError(path + "\n" + response.body());
    }
    return answer.path("data");
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
