package evpose.metrics.service;

import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RunReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the page asks for: the live stream, and the run in numbers. */
@RestController
class PageController {
  private final LiveMetrics live;
  private final PageHub hub;
  private final Replay replay;
  private final InstantSource clock;

  PageController(LiveMetrics live, PageHub hub, Replay replay, InstantSource clock) {
    this.live = live;
    this.hub = hub;
    this.replay = replay;
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

  /**
   * The moment at which Kafka's memory of a rig begins: {@code fromMillis}, wall time since 1970;
   * null when it has none.
   */
  @GetMapping("/api/log")
  void log(@RequestParam String rig, HttpServletResponse response) throws IOException {
    answer(response, replay.begin(rig));
  }

  /**
   * Pictures of the past, read again from Kafka.
   *
   * @param from wall time since 1970, milliseconds
   * @param millis how long, at most {@link Replay#LONGEST_MILLIS}
   */
  @GetMapping("/api/replay")
  void replay(
      @RequestParam String rig,
      @RequestParam long from,
      @RequestParam long millis,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    answer(response, replay.pictures(rig, from, millis));
  }

  private static void answer(HttpServletResponse response, Replay.Answer answer)
      throws IOException {
    response.setStatus(answer.status());
    response.setContentType(
        answer.status() == HttpServletResponse.SC_OK
            ? "application/json"
            : "text/plain;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(answer.body());
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    answer(
        response,
        Replay.Answer.refused(
            HttpServletResponse.SC_SERVICE_UNAVAILABLE,
            "too many pages are open, close one or raise evpose.metrics.max-watchers"));
  }
}
