package evpose.source.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Asks whether a server that is silent waits for TLS: says what a TLS client says first, and looks
 * whether the answer is a record of TLS. Nothing is agreed upon, no certificate is looked at.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-5.1">RFC 8446, 5.1: record layer</a>
 */
final class TlsProbe {
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;

  private TlsProbe() {}

  /**
   * Connects anew and asks.
   *
   * @param millis to wait for the connection, and for the answer
   */
  static boolean answers(InetSocketAddress peer, int millis) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(peer.getHostString(), peer.getPort()), millis);
      socket.setSoTimeout(millis);
      ByteBuffer hello = hello();
      socket.getOutputStream().write(hello.array(), 0, hello.position());
      int kind = socket.getInputStream().read();
      return kind == ALERT || kind == HANDSHAKE;
    } catch (IOException e) {
      return false; // silent to this, too
    }
  }

  private static ByteBuffer hello() throws SSLException {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      return hello;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has a TLS of its own", e);
    }
  }
}
