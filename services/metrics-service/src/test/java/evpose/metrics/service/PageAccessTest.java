package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see the page. */
class PageAccessTest {
  @TempDir Path dir;

  private static PageAccess on(@Nullable String address, String password, boolean anonymous)
      throws UnknownHostException {
    return PageAccess.of(
        address == null ? null : InetAddress.getByName(address), "evpose", password, "", anonymous);
  }

  private static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onLoopbackEverybodyMay() throws UnknownHostException {
    assertThat(on("127.0.0.1", "", false).allows(null)).isTrue();
    assertThat(on("::1", "", false).isGuarded()).isFalse();
  }

  @Test
  void elsewhereItDoesNotStartWithoutAPassword() {
    assertThatThrownBy(() -> on("0.0.0.0", "", false))
        .hasMessage(
            "the page would be open to other machines without a password: give one in"
                + " METRICS_PASSWORD or METRICS_PASSWORD_FILE, or say METRICS_ALLOW_ANONYMOUS=true:"
                + " server.address=0.0.0.0");
    assertThatThrownBy(() -> on(null, "", false)).hasMessageEndingWith("server.address=all");
  }

  @Test
  void openInSoManyWords() throws UnknownHostException {
    assertThat(on("0.0.0.0", "", true).allows(null)).isTrue();
  }

  @Test
  void thePasswordOpensAndNothingElse() throws UnknownHostException {
    PageAccess access = on("0.0.0.0", "sesam", false);
    assertThat(access.allows(basic("evpose:sesam"))).isTrue();
    assertThat(access.allows("bAsIc " + basic("evpose:sesam").substring(6))).isTrue();
    for (String wrong :
        new String[] {
          basic("evpose:Sesam"), basic("evpose:"), basic("x:sesam"), "Basic ***", "Bearer sesam", ""
        }) {
      assertThat(access.allows(wrong)).as(wrong).isFalse();
    }
    assertThat(access.allows(null)).isFalse();
  }

  @Test
  void thePasswordMayLieInAFile() throws IOException {
    Path file = Files.writeString(dir.resolve("password"), "sesam\n");
    InetAddress all = InetAddress.getByName("0.0.0.0");
    assertThat(
            PageAccess.of(all, "evpose", "", file.toString(), false).allows(basic("evpose:sesam")))
        .isTrue();
    String missing = dir.resolve("nowhere").toString();
    assertThatThrownBy(() -> PageAccess.of(all, "evpose", "", missing, false))
        .hasMessage(
            "the file with the page's password cannot be read: METRICS_PASSWORD_FILE=" + missing);
  }
}
