package evpose.source.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many datagrams Linux dropped because the buffer of a socket was full; 0 on other systems,
 * which do not tell. Thread-safe.
 *
 * @see "proc(5), /proc/net/udp: the last column"
 */
final class SocketDrops {
  private static final Path TABLE = Path.of("/proc/net/udp");
  private static final int LOCAL = 1;
  private static final int DROPS = 12;

  private final String port;
  private final AtomicLong newest = new AtomicLong();

  SocketDrops(int port) {
    this.port = String.format(Locale.ROOT, ":%04X", port);
  }

  /** Asks the system again. */
  void refresh() {
    if (!Files.isReadable(TABLE)) {
      return;
    }
    try {
      long all = 0;
      for (String line : Files.readAllLines(TABLE)) {
        String[] columns = line.trim().split("\\s+", -1);
        if (columns.length > DROPS && columns[LOCAL].endsWith(port)) {
          all += Long.parseLong(columns[DROPS]);
        }
      }
      newest.set(all);
    } catch (IOException | NumberFormatException e) {
      newest.set(0); // a system that tells it otherwise
    }
  }

  /** So many at the last time it was asked. */
  long count() {
    return newest.get();
  }
}
