package evpose.metrics.service;

import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RunReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the page asks for: the live stream, and the run in numbers. */
@RestController
class PageController {
  private final LiveMetrics live;
  private final PageHub hub;
  private final InstantSource clock;

  PageController(LiveMetrics live, PageHub hub, InstantSource clock) {
    this.live = live;
    this.hub = hub;
    this.clock = clock;
  }

  /**
   * The run so far.
   *
   * @param rig its name; without one, the rig that has posed most
   */
  @GetMapping("/api/report")
  RunReport report(@RequestParam(defaultValue = "") String rig) {
    long now = WallClock.nanos(clock);
    return rig.isEmpty() ? live.report(now) : live.report(rig, now);
  }

  /**
   * Server-Sent Events {@code scene}, {@code history}, {@code frame}, {@code second}, for as long
   * as the reader stays. Blocks its thread; how many may, is a setting.
   *
   * @param rig its name; without one, the rig that is live
   */
  @GetMapping("/api/stream")
  void stream(@RequestParam(defaultValue = "") String rig, HttpServletResponse response)
      throws IOException, InterruptedException {
    if (!hub.enter()) {
      refuse(response);
      return;
    }
    try {
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.flushBuffer();
      hub.watch(rig, response.getOutputStream());
    } finally {
      hub.leave();
    }
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getOutputStream()
        .write(
            "too many pages are open, close one or raise evpose.metrics.max-watchers\n"
                .getBytes(StandardCharsets.UTF_8));
  }
}
