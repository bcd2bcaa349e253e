package evpose.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.messages.RigMessage;
import evpose.source.service.Replay;
import evpose.streaming.RigRegistry;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Two sides beside each other as the page is told of them, and, where there is a Chromium, in a
 * real browser: what it looked like lies in {@code target/page}.
 */
class ComparePageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120); // software WebGL on busy cores
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SHOTS = Path.of("target", "page");
  private static final double SECONDS = 4;

  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static Film film;
  private static FilmServer server;
  private static @Nullable ChromeDriver browser;

  @BeforeAll
  static void compare() throws Exception {
    Files.createDirectories(SHOTS);
    try (Replay take =
        Replay.start(
            Map.of(
                "evpose.bootstrap-servers",
                BROKER.bootstrap(),
                "evpose.source.cameras",
                4,
                "evpose.source.seconds",
                SECONDS,
                "evpose.source.speed",
                0))) {
      assertThat(take.source().awaitEnd(PATIENCE)).isTrue();
    }
    RigRegistry registry = new RigRegistry(BROKER.bootstrap());
    RigMessage rig = registry.rigs().get(0);
    film =
        Compare.run(
            new CompareRequest(
                BROKER.bootstrap(),
                rig,
                registry.calibration(rig.rig()),
                Variant.parse("compact"),
                Variant.parse("compact,key-frame-millis=400"),
                0,
                Long.MAX_VALUE),
            (stage, done, all) -> {});
    server = FilmServer.start(film, 0);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void everyPictureHasBothBodiesTheTruthAndTheEvents() {
    FilmJson.Setup setup = film.setup();
    assertThat(setup.cameras())
        .hasSize(4)
        .allSatisfy(camera -> assertThat(camera.worldToImage()).hasSize(12));
    assertThat(setup.sides())
        .extracting(FilmJson.Named::policy)
        .containsExactly("fixed-10", "fixed-40");
    long last = film.report().lastStep();
    assertThat(setup.firstStep() + (setup.pictures() - 1L) * setup.pictureSteps())
        .isBetween(last, last + setup.pictureSteps() - 1);
    List<FilmJson.Picture> first = film.piece(0);
    assertThat(first).hasSize(Film.PIECE);
    FilmJson.Picture picture = first.get(Film.PIECE - 1);
    assertThat(picture.bodies()).hasSize(2).allSatisfy(body -> assertThat(body).hasSize(39));
    assertThat(picture.truth()).hasSize(39);
    assertThat(picture.views()).hasSize(4);
    for (FilmJson.View view : picture.views()) {
      assertThat(view.joints()).allSatisfy(joints -> assertThat(joints).hasSize(26));
      assertThat(view.truth()).hasSize(26);
      assertThat(view.events()).hasSizeBetween(1, EventFilm.MOST_IN_PICTURE);
    }
    assertThat(film.piece(1000)).isEmpty();
  }

  /** The curves are the report, cut into pieces: their mean over all steps is its number. */
  @Test
  void theCurvesAreTheReportOverTime() {
    List<FilmJson.Point> points = film.setup().points();
    assertThat(points).hasSizeGreaterThan(10);
    assertThat(mean(points.stream().map(p -> p.mpjpe3dMm().get(0)).toList()))
        .isCloseTo(
            film.report().a().mpjpe3dMm(), org.assertj.core.data.Percentage.withPercentage(3));
    assertThat(mean(points.stream().map(p -> p.watts().get(1)).toList()))
        .isCloseTo(
            film.report().b().wattsEstimated(), org.assertj.core.data.Percentage.withPercentage(5));
  }

  private static double mean(List<Double> values) {
    return values.stream().filter(v -> v != null).mapToDouble(v -> v).average().orElseThrow();
  }

  @Test
  void onlyWhatBelongsToThePageIsHandedOut() throws Exception {
    assertThat(get("").headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
    assertThat(get("scene.js").statusCode()).isEqualTo(200);
    assertThat(get("api/film/1").statusCode()).isEqualTo(200);
    for (String elsewhere :
        List.of("..%2fcompare.html", "metrics-service.yml", "evpose/cli/Evpose.class", "api/x")) {
      assertThat(get(elsewhere).statusCode()).as(elsewhere).isEqualTo(404);
    }
    int taken = URI.create(server.address()).getPort();
    assertThatThrownBy(() -> FilmServer.start(film, taken))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("nobody can listen there, is the port taken? port=" + taken);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void bothMoveBesideEachOther() throws IOException {
    ChromeDriver page = open(1440, 900, "dark");
    press(page, " ");
    press(page, Keys.HOME);
    new Actions(page)
        .keyDown(Keys.SHIFT)
        .sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        .keyUp(Keys.SHIFT)
        .perform();
    press(page, Keys.ARROW_RIGHT);
    assertThat(number(page, "evpose.film.at")).isEqualTo(41);
    Await.until("the picture is there", PATIENCE, () -> number(page, "evpose.film.number") == 41);
    for (int side = 0; side < 2; side++) {
      assertThat(
              number(page, "evpose.scenes[" + side + "].body.balls.filter(b => b.visible).length"))
          .isEqualTo(13);
    }
    assertThat(text(page, "document.querySelector('#said').textContent"))
        .isEqualTo(ComparisonText.apart(film.report()));
    assertThat(number(page, "document.querySelectorAll('.camera').length")).isEqualTo(4);
    assertThat(number(page, "document.querySelectorAll('.card').length")).isEqualTo(4);
    assertThat(number(page, "document.querySelectorAll('#rows tbody tr').length"))
        .isEqualTo(ComparisonText.rows(film.report()).size());
    settle(page);
    shoot(page, "compare-dark");
    assertNothingWentWrong(page);
  }

  @Test
  void whoeverTurnsOneTurnsBoth() throws IOException {
    ChromeDriver page = open(1440, 900, "light");
    press(page, " ");
    String both = "JSON.stringify(evpose.scenes.map(s => s.camera.position.toArray()))";
    String before = text(page, both);
    List<WebElement> scenes = page.findElements(org.openqa.selenium.By.className("scene"));
    new Actions(page).dragAndDropBy(scenes.get(1), 90, 20).perform();
    assertThat(text(page, both)).isNotEqualTo(before);
    assertThat(text(page, "JSON.stringify(evpose.scenes[0].camera.position)"))
        .isEqualTo(text(page, "JSON.stringify(evpose.scenes[1].camera.position)"));
    settle(page);
    shoot(page, "compare-light");
    press(page, "3");
    assertThat(text(page, "evpose.scenes.map(s => s.chosen).join()")).isEqualTo("2,2");
    press(page, "0");
    assertThat(text(page, both)).isEqualTo(before);
    WebElement chart = page.findElement(org.openqa.selenium.By.cssSelector(".card canvas"));
    new Actions(page).moveToElement(chart).click().perform();
    assertThat(number(page, "evpose.film.at / evpose.film.last * 10")).isBetween(4L, 6L);
    assertNothingWentWrong(page);
  }

  @Test
  void fitsAPhone() throws IOException {
    ChromeDriver page = open(390, 844, "dark");
    press(page, " ");
    settle(page);
    shoot(page, "compare-phone");
    assertNothingWentWrong(page);
  }

  private static ChromeDriver open(int width, int height, String theme) {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "SKIPPED, the page of compare is not looked at: no " + CHROMIUM + " and " + DRIVER);
    ChromeDriver page = browser == null ? openBrowser() : browser;
    browser = page;
    page.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    page.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    page.get(server.address());
    Await.until(
        "pictures", PATIENCE, () -> number(page, "window.evpose ? evpose.pictures : 0") > 5);
    return page;
  }

  private static ChromeDriver openBrowser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
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

  private static void press(ChromeDriver page, CharSequence key) {
    new Actions(page).sendKeys(key).perform();
  }

  /** Waits until both rooms stand still. */
  private static void settle(ChromeDriver page) {
    Await.until(
        "the rooms stand still",
        PATIENCE,
        () -> number(page, "evpose.scenes.filter(s => s.pending !== 0).length") == 0);
  }

  private static void shoot(ChromeDriver page, String name) throws IOException {
    Files.write(SHOTS.resolve(name + ".png"), page.getScreenshotAs(OutputType.BYTES));
  }

  private static long number(ChromeDriver page, String script) {
    Object value = page.executeScript("return " + script);
    return value == null ? -1 : ((Number) value).longValue();
  }

  private static String text(ChromeDriver page, String script) {
    return String.valueOf(page.executeScript("return " + script));
  }

  private static void assertNothingWentWrong(ChromeDriver page) {
    assertThat(page.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .extracting(LogEntry::getMessage)
        .isEmpty();
    assertThat(number(page, "window.evpose.violations")).isZero();
    assertThat(number(page, "document.documentElement.scrollWidth - window.innerWidth"))
        .as("nothing sticks out to the right")
        .isLessThanOrEqualTo(0);
  }
}
