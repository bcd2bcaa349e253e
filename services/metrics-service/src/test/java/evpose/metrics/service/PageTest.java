package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The page in a real browser, fed through a real broker. What it looked like lies in {@code
 * target/page}.
 */
@ExtendWith(PageTest.WhereChromiumIs.class)
class PageTest {
  static final Duration PATIENCE = Duration.ofSeconds(90); // software WebGL on busy cores
  static final int MOST_STEPS = 20; // between two looks: a slow machine looks, too
  static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  static final Path SHOTS = Path.of("target", "page");

  /** Comes before the broker's extension, so that nothing is started in vain. */
  static final class WhereChromiumIs implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER)) {
        return ConditionEvaluationResult.enabled("a browser is here");
      }
      String why = "SKIPPED, the page is not tested: no " + CHROMIUM + " and " + DRIVER;
      if (context.getTestMethod().isEmpty()) {
        System.out.println(why);
      }
      return ConditionEvaluationResult.disabled(why);
    }
  }

  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static ConfigurableApplicationContext service;
  private static KafkaProducer<byte[], byte[]> producer;
  private static SimulatedTake fourCameras;
  private static SimulatedTake oneCamera;
  private static ChromeDriver browser;

  @BeforeAll
  static void openAPage() throws InterruptedException, IOException {
    Files.createDirectories(SHOTS);
    service =
        MetricsService.builder()
            .run("--server.port=0", "--evpose.bootstrap-servers=" + BROKER.bootstrap());
    assertThat(service.getBean(MetricsFeed.class).awaitReady(PATIENCE)).isTrue();
    producer = BROKER.producer();
    fourCameras = new SimulatedTake(producer);
    fourCameras.describe();
    oneCamera =
        new SimulatedTake(
            producer, new CameraRig("door", List.of(Dhp19Rig.rig().cameras().get(2))));
    browser = openBrowser();
  }

  private static ChromeDriver openBrowser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-unsafe-swiftshader",
        "--use-angle=swiftshader",
        "--window-size=1440,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
    if (producer != null) {
      producer.close();
    }
    if (service != null) {
      service.close();
    }
  }

  private static void open(String query, int width, int height, String theme) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    String port = service.getEnvironment().getProperty("local.server.port");
    browser.get("http://127.0.0.1:" + port + "/" + query);
  }

  private static long number(String script) {
    return ((Number) browser.executeScript("return " + script)).longValue();
  }

  private static String text(String script) {
    return String.valueOf(browser.executeScript("return " + script));
  }

  /** Publishes step after step until the page shows what is waited for. */
  private static void publishUntil(SimulatedTake take, String what, BooleanSupplier shown) {
    long[] next = {System.nanoTime()};
    Await.until(
        what,
        PATIENCE,
        () -> {
          for (int n = 0; n < MOST_STEPS && System.nanoTime() - next[0] >= 0; n++) { // 100 a second
            take.publish(WallClock.nanos(InstantSource.system()));
            next[0] = Math.max(next[0] + 10_000_000, System.nanoTime() - 100_000_000);
          }
          return shown.getAsBoolean();
        });
  }

  private static void shoot(String name) {
    try {
      Files.write(SHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertNothingWentWrong() {
    List<String> errors =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
            .map(LogEntry::getMessage)
            .toList();
    assertThat(errors).isEmpty();
    assertThat(number("window.evpose.violations")).isZero();
    assertThat(number("document.documentElement.scrollWidth - window.innerWidth"))
        .as("nothing sticks out to the right")
        .isLessThanOrEqualTo(0);
  }

  /** Colours in the 3D view, read in the same turn in which it is drawn. */
  private static final String COLOURS_IN_SCENE =
      """
      (() => {
        const s = window.evpose.scene;
        s.draw();
        const gl = s.renderer.getContext();
        const w = gl.drawingBufferWidth, h = gl.drawingBufferHeight;
        const p = new Uint8Array(4 * w * h);
        gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, p);
        const seen = new Set();
        for (let i = 0; i < p.length; i += 4) {
          if (p[i + 3] > 0) { seen.add(p[i] << 16 | p[i + 1] << 8 | p[i + 2]); }
        }
        return seen.size;
      })()\
      """;

  /** Pixels painted in the emptiest camera tile. */
  private static final String PAINTED_IN_TILES =
      """
      Math.min(...[...document.querySelectorAll('.camera canvas')].map(c => {
        const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0;
        for (let i = 3; i < p.length; i += 4) { n += p[i] > 0 ? 1 : 0; }
        return n;
      }))\
      """;

  @Test
  void aBodyMovesBesideItsNumbers() {
    open("?rig=dhp19", 1440, 900, "dark");
    publishUntil(
        fourCameras,
        "the page shows pictures and numbers",
        () -> number("window.evpose.frames") > 5 && number("window.evpose.seconds") > 3);
    long step = number("window.evpose.lastStep");
    String pose = text("JSON.stringify(window.evpose.pose.xyz)");
    publishUntil(fourCameras, "the next poses", () -> number("window.evpose.lastStep") > step + 20);
    assertThat(text("JSON.stringify(window.evpose.pose.xyz)")).isNotEqualTo(pose);
    assertThat(number("document.querySelectorAll('.camera').length")).isEqualTo(4);
    assertThat(number(PAINTED_IN_TILES)).isGreaterThan(200);
    assertThat(number(COLOURS_IN_SCENE)).as("colours in the 3D view").isGreaterThan(50);
    assertThat(number("window.evpose.scene.body.balls.filter(b => b.visible).length"))
        .isEqualTo(13);
    assertThat(number("window.evpose.scene.ghost.balls.filter(b => b.visible).length"))
        .isEqualTo(13);
    assertThat(
            text(
                "[...document.querySelectorAll('.deep .value, .card:not(.shallow):not(.deep)"
                    + " .value')].map(v => v.textContent).join(' ')"))
        .as("latency, 3D error, 2D error, power, rate")
        .matches("(?s).*\\d.*ms .*\\d.*mm .*\\d.*px .*\\d.*mW .*\\d.*/ s");
    assertThat(text("document.querySelector('#health .words').textContent"))
        .matches(
            "4 cameras, \\d+ 3D poses a second|waiting for the first 3D pose|2D poses arrive.*"
                + "|stream stalled \\d+ s: no event packets"); // nobody publishes while a slow
    // machine looks
    assertThat(text("document.querySelector('#packets').textContent"))
        .matches("[\\d,]+ packets published, [\\d,]+ consumed, 0 lost");
    shoot("dark");
    picturesASecond();
    assertNothingWentWrong();
  }

  /** Printed, not asserted: how fast depends on who else works here. */
  private static void picturesASecond() {
    browser.executeScript(
        "window.counted = {n: 0, from: performance.now(), draws: evpose.scene.draws};"
            + "(function tick() { window.counted.n++; requestAnimationFrame(tick); })();");
    long steps = number("window.evpose.lastStep");
    publishUntil(
        fourCameras,
        "five seconds",
        () -> number("performance.now() - window.counted.from") > 5000);
    double seconds = number("performance.now() - window.counted.from") / 1000.0;
    System.out.printf(
        java.util.Locale.ROOT,
        "the page: %.1f animation frames a second, %.1f of them drew the room, pixel ratio %s, %.1f"
            + " steps of 10 ms a second, JS heap %d MB%n",
        number("window.counted.n") / seconds,
        number("evpose.scene.draws - window.counted.draws") / seconds,
        text("evpose.scene.pace.ratio"),
        (number("window.evpose.lastStep") - steps) / seconds,
        number("performance.memory.usedJSHeapSize / 1e6"));
  }

  /** What was on the page goes on in Kafka: back in time, on from there, and back to now. */
  @Test
  void thePastIsShownFromTheLog() {
    open("?rig=dhp19", 1440, 900, "dark");
    publishUntil(
        fourCameras,
        "five seconds of past",
        () ->
            number("window.evpose.seconds") > 3
                && number("evpose.past.now() - evpose.past.first()") > 6000);
    press(" ");
    assertThat(text("evpose.past.isLive")).isEqualTo("false");
    publishUntil(
        fourCameras, "the moment of the pause", () -> number("evpose.past.pieces.size") > 0);
    press(Keys.ARROW_LEFT);
    press(Keys.ARROW_LEFT);
    publishUntil(
        fourCameras, "an older step", () -> text("evpose.past.shown !== null").equals("true"));
    long paused = number("window.evpose.lastStep");
    long at = number("evpose.past.at");
    assertThat(number("document.querySelector('#past-note').offsetHeight")).isPositive();
    shoot("past");
    press(" ");
    publishUntil(fourCameras, "the past goes on", () -> number("evpose.past.at || 0") > at + 500);
    press("l");
    publishUntil(
        fourCameras, "it is live again", () -> number("window.evpose.lastStep") > paused + 100);
    assertThat(text("evpose.past.isLive")).isEqualTo("true");
    assertNothingWentWrong();
  }

  @Test
  void keysChooseCamerasLayersAndLight() {
    open("?rig=dhp19", 1440, 900, "dark");
    publishUntil(fourCameras, "the page shows pictures", () -> number("window.evpose.frames") > 5);
    press("2");
    assertThat(number("evpose.scene.chosen")).isEqualTo(1);
    assertThat(text("document.querySelectorAll('.camera')[1].classList.contains('chosen')"))
        .isEqualTo("true");
    press("0");
    assertThat(text("evpose.scene.chosen")).isEqualTo("null");
    press("u");
    assertThat(text("evpose.scene.doubt.group.visible")).isEqualTo("false");
    press("t");
    assertThat(text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(244, 246, 249)");
    press("t");
    press("?");
    assertThat(text("document.querySelector('dialog').open")).isEqualTo("true");
    shoot("help");
    press(Keys.ESCAPE);
    browser.executeScript("localStorage.clear()");
    assertNothingWentWrong();
  }

  private static void press(CharSequence key) {
    new org.openqa.selenium.interactions.Actions(browser).sendKeys(key).perform();
  }

  @Test
  void lightThemeAndTurnedView() {
    open("?rig=dhp19", 1440, 900, "light");
    publishUntil(
        fourCameras,
        "the page shows pictures and numbers",
        () -> number("window.evpose.frames") > 5 && number("window.evpose.seconds") > 1);
    String before = text("JSON.stringify(window.evpose.scene.camera.position)");
    new org.openqa.selenium.interactions.Actions(browser)
        .dragAndDropBy(browser.findElement(org.openqa.selenium.By.id("scene")), 120, 30)
        .perform();
    assertThat(text("JSON.stringify(window.evpose.scene.camera.position)")).isNotEqualTo(before);
    shoot("light");
    browser.findElement(org.openqa.selenium.By.id("home")).click();
    assertThat(text("JSON.stringify(window.evpose.scene.camera.position)")).isEqualTo(before);
    assertNothingWentWrong();
  }

  @Test
  void fitsAPhone() {
    open("?rig=dhp19", 390, 844, "dark");
    publishUntil(
        fourCameras,
        "the page shows pictures and numbers",
        () -> number("window.evpose.frames") > 5 && number("window.evpose.seconds") > 1);
    shoot("phone");
    assertNothingWentWrong();
  }

  @Test
  void oneCameraSaysWhyThereIsNo3d() {
    open("?rig=door", 1280, 800, "dark");
    publishUntil(
        oneCamera,
        "the page shows pictures and numbers",
        () -> number("window.evpose.frames") > 5 && number("window.evpose.seconds") > 1);
    assertThat(text("document.querySelector('#health .words').textContent"))
        .startsWith("one camera: no depth, so no 3D pose");
    assertThat(text("document.body.classList.contains('flat')")).isEqualTo("true");
    assertThat(text("getComputedStyle(document.querySelector('#stage')).display"))
        .isEqualTo("none");
    assertThat(number(PAINTED_IN_TILES)).isGreaterThan(200);
    shoot("one-camera");
    assertNothingWentWrong();
  }
}
