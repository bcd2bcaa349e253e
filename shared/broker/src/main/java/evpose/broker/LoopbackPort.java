package evpose.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1: finding a free one, asking whether a given one is free. */
final class LoopbackPort {
  static final String HOST = "127.0.0.1";

  private LoopbackPort() {}

  /**
   * Two different ports that were free a moment ago. Another program may take them before they are
   * used; the operating system hands out free ports in turn, so that is rare.
   */
  static int[] twoFree() throws IOException {
    try (ServerSocket first = bound(0);
        ServerSocket second = bound(0)) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  /**
   * @throws IllegalStateException if another program listens there
   */
  static void requireFree(int port) throws IOException {
    try (ServerSocket probe = bound(port)) {
      // bound, so free; closed again for the broker
    } catch (BindException e) {
      throw new IllegalStateException(
          "the broker's port is in use: stop the program that listens there (maybe another evpose)"
              + " or choose another port, 0 takes a free one: port="
              + port,
          e);
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true); // as the broker does: connections in TIME_WAIT don't matter
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
