package evpose.cli.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests use where they are installed. */
final class Programs {
  private Programs() {}

  /** Where it is; the test is skipped, aloud, where it is not installed. */
  static Path require(String name) {
    Optional<Path> found = find(name);
    if (found.isEmpty()) {
      System.out.println("SKIPPED: " + name + " is not installed (Debian: apt install prometheus)");
    }
    Assumptions.assumeTrue(found.isPresent(), name + " is not installed");
    return found.orElseThrow();
  }

  private static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path program = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** What it said, when it went well. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + "\n" + said);
    }
    return said;
  }
}
