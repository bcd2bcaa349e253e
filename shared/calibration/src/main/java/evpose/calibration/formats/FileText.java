package evpose.calibration.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small files, read whole. */
final class FileText {
  private static final long MOST_BYTES = 4 << 20;

  private FileText() {}

  static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException(
          file + ": a calibration has at most " + MOST_BYTES + " bytes: bytes=" + size);
    }
    return Files.readAllBytes(file);
  }

  static String text(Path file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  static boolean endsWith(Path file, String... endings) {
    Path last = file.getFileName();
    for (String ending : endings) {
      if (last != null && last.toString().endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  /** The name without its ending. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The file itself, or the files of a folder with one of these endings, by name. */
  static List<Path> files(Path file, String... endings) throws IOException {
    if (!Files.isDirectory(file)) {
      return endsWith(file, endings) ? List.of(file) : List.of();
    }
    try (Stream<Path> all = Files.list(file)) {
      return all.filter(f -> Files.isRegularFile(f) && endsWith(f, endings)).sorted().toList();
    }
  }
}
