package evpose.metrics.service;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks for the password where {@link PageAccess} has one. Health alone is told to this machine
 * itself without: that is how containers ask.
 */
final class AccessFilter extends OncePerRequestFilter {
  private static final String HEALTH = "/actuator/health";
  private static final byte[] WORDS =
      "user and password, please\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final PageAccess access;

  AccessFilter(PageAccess access) {
    this.access = access;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (access.allows(request.getHeader(HttpHeaders.AUTHORIZATION)) || isOwnHealth(request)) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"evpose\", charset=\"UTF-8\"");
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write(WORDS);
  }

  private static boolean isOwnHealth(HttpServletRequest request) throws IOException {
    return request.getRequestURI().equals(HEALTH)
        && InetAddress.getByName(request.getRemoteAddr())
            .isLoopbackAddress(); // a number: no look-up
  }
}
