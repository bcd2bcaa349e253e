package evpose.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which program listens on a port, as far as Linux tells this user. */
final class PortOwner {
  private static final String LISTENING = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortOwner() {}

  static Optional<String> of(int port) {
    try {
      Set<String> sockets = listening(Path.of("/proc/net/tcp"), port);
      sockets.addAll(listening(Path.of("/proc/net/tcp6"), port));
      return sockets.isEmpty() ? Optional.empty() : holder(sockets);
    } catch (IOException e) {
      return Optional.empty(); // no Linux
    }
  }

  private static Set<String> listening(Path table, int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    String ending = String.format(":%04X", port);
    for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > INODE
          && columns[1].endsWith(ending)
          && columns[STATE].equals(LISTENING)) {
        sockets.add("socket:[" + columns[INODE] + "]");
      }
    }
    return sockets;
  }

  private static Optional<String> holder(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), sockets)) {
          return Optional.of(
              "process " + process.getFileName() + ", " + name(process.resolve("comm")));
        }
      }
    }
    return Optional.empty(); // another user's
  }

  private static boolean holds(Path handles, Set<String> sockets) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(handles)) {
      for (Path handle : all) {
        if (sockets.contains(Files.readSymbolicLink(handle).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // another user's, or it has ended
    }
    return false;
  }

  private static String name(Path comm) throws IOException {
    return Files.readString(comm, StandardCharsets.UTF_8).strip();
  }
}
