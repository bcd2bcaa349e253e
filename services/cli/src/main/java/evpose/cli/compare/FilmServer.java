package evpose.cli.compare;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows a comparison to browsers of this machine. The page is made of the parts of
 * metrics-service's own, and of what lies in {@code page} beside this class.
 */
public final class FilmServer implements AutoCloseable {
  private static final String POLICY = // as metrics-service's
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Pattern FILE = Pattern.compile("/([a-z]+)\\.(html|css|js|svg)");
  private static final Pattern LIBRARY =
      Pattern.compile("/webjars/three/[0-9.]+/build/three\\.[a-z]+\\.min\\.js");
  private static final Pattern PIECE = Pattern.compile("/api/film/([0-9]{1,6})");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");
  private static final int THREADS = 4;
  private static final JsonMapper JSON = new JsonMapper();

  private final Film film;
  private final byte[] setup;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private FilmServer(Film film, HttpServer server) {
    this.film = film;
    this.server = server;
    setup = JSON.writeValueAsBytes(film.setup());
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Listens on this machine's own address.
   *
   * @param port 0 for any
   * @throws IOException when it cannot listen there; says why
   */
  public static FilmServer start(Film film, int port) throws IOException {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      FilmServer its = new FilmServer(film, server);
      server.start();
      return its;
    } catch (IOException e) {
      throw new IOException(
          "nobody can listen there, is the port taken? port=" + port + ", cause=" + e.getMessage(),
          e);
    }
  }

  /** Where the page is. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher piece = PIECE.matcher(path);
      if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "only GET\n".getBytes(StandardCharsets.US_ASCII));
      } else if (path.equals("/api/film")) {
        send(exchange, 200, "application/json", setup);
      } else if (piece.matches()) {
        byte[] pictures = JSON.writeValueAsBytes(film.piece(Integer.parseInt(piece.group(1))));
        send(exchange, 200, "application/json", pictures);
      } else {
        sendFile(exchange, path.equals("/") ? "/compare.html" : path);
      }
    }
  }

  private static void sendFile(HttpExchange exchange, String path) throws IOException {
    byte[] content = read(path);
    if (content == null) {
      send(exchange, 404, "text/plain", "not here\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain");
      send(exchange, 200, type + ";charset=UTF-8", content);
    }
  }

  private static byte @Nullable [] read(String path) throws IOException {
    if (LIBRARY.matcher(path).matches()) {
      return resource("/META-INF/resources" + path);
    }
    if (!FILE.matcher(path).matches()) {
      return null;
    }
    byte[] own = resource("/evpose/cli/compare/page" + path);
    return own != null ? own : resource("/static" + path);
  }

  private static byte @Nullable [] resource(String name) throws IOException {
    try (InputStream in = FilmServer.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
