package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
  private static final long SECOND = 1_000_000_000L;

  private final ThreadDeaths deaths = new ThreadDeaths(2, Duration.ofSeconds(60));

  @Test
  void allowsDeathsThatAreFarApart() {
    for (int i = 0; i < 100; i++) {
      assertThat(deaths.isOneTooMany(new RuntimeException("a"), i * 31 * SECOND)).isFalse();
    }
  }

  @Test
  void refusesDeathsThatAreTooClose() {
    assertThat(deaths.isOneTooMany(new RuntimeException("a"), 0)).isFalse();
    assertThat(deaths.isOneTooMany(new RuntimeException("b"), SECOND)).isFalse();
    assertThat(deaths.isOneTooMany(new RuntimeException("c"), 60 * SECOND)).isTrue();
  }

  @Test
  void namesTheLastCauseAndTheBottomOfIt() {
    assertThat(deaths.lastCause()).isEmpty();
    deaths.isOneTooMany(new RuntimeException("a"), 0);
    assertThat(deaths.lastCause()).isEqualTo(", cause=java.lang.RuntimeException: a");
    deaths.isOneTooMany(new RuntimeException("b", new IllegalStateException("c")), 0);
    assertThat(deaths.lastCause())
        .isEqualTo(
            ", cause=java.lang.RuntimeException: b, because of java.lang.IllegalStateException: c");
  }
}
