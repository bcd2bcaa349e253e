package evpose.metrics.service;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the page and the numbers. On loopback everybody on this machine; elsewhere who knows
 * the password, by HTTP's Basic authentication, or everybody when that is said in so many words.
 */
final class PageAccess {
  private static final String SCHEME = "Basic ";

  private final byte @Nullable [] expected; // user:password; null when everybody may

  private PageAccess(byte @Nullable [] expected) {
    this.expected = expected;
  }

  /**
   * @param address that the page listens on; null for all of them
   * @param user name that is asked for
   * @param password "" when there is none
   * @param passwordFile a file that holds it; "" when there is none
   * @param allowAnonymous whether everybody may, on any address
   * @throws IllegalArgumentException when it would be open to others without a word about it
   */
  static PageAccess of(
      @Nullable InetAddress address,
      String user,
      String password,
      String passwordFile,
      boolean allowAnonymous) {
    String secret = passwordFile.isEmpty() ? password : read(passwordFile);
    if (!secret.isEmpty()) {
      return new PageAccess((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
    if (!allowAnonymous && (address == null || !address.isLoopbackAddress())) {
      throw new IllegalArgumentException(
          "the page would be open to other machines without a password: give one in"
              + " METRICS_PASSWORD or METRICS_PASSWORD_FILE, or say METRICS_ALLOW_ANONYMOUS=true:"
              + " server.address="
              + (address == null ? "all" : address.getHostAddress()));
    }
    return new PageAccess(null);
  }

  private static String read(String file) {
    try {
      String secret = Files.readString(Path.of(file)).strip();
      if (secret.isEmpty()) {
        throw new IllegalArgumentException(
            "the file with the page's password is empty: METRICS_PASSWORD_FILE=" + file);
      }
      return secret;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the file with the page's password cannot be read: METRICS_PASSWORD_FILE=" + file,
          unreadable);
    }
  }

  /** Whether somebody has to say who he is. */
  boolean isGuarded() {
    return expected != null;
  }

  /**
   * @param authorization the header of that name; null when it was not sent
   */
  boolean allows(@Nullable String authorization) {
    if (expected == null) {
      return true;
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      byte[] given = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      return MessageDigest.isEqual(expected, given); // takes as long for a near miss as for any
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }
}
