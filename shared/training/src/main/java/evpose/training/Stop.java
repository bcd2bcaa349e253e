package evpose.training;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The wish to stop: a signal to the JVM, or a file named STOP in the run's directory. Training
 * hears it between iterations, since a JVM that dies inside a backward pass takes the native
 * library down with it.
 */
public class Stop { // not final: tests stop after a number of iterations
  private final Path file;
  private volatile boolean asked;

  public Stop(Path runDirectory) {
    file = runDirectory.resolve("STOP");
  }

  public void ask() {
    asked = true;
  }

  public boolean requested() {
    return asked || Files.exists(file);
  }
}
