package evpose.calibration.formats;

import evpose.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Path;

/** A kind of calibration file, or folder of files. */
public interface CalibrationFormat {
  /** The name in commands, {@code anipose}. */
  String name();

  /** What it is, in a line: whose it is, unit, what it cannot carry. */
  String about();

  /** Whether this looks like a file of the kind; reads as little as it takes. */
  boolean recognises(Path file) throws IOException;

  /**
   * Reads a calibration.
   *
   * @throws IOException if it cannot be read; the message names file and place
   */
  Calibration read(Path file, Reading how) throws IOException;

  /**
   * Writes a calibration.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the format cannot say what there is to say
   */
  void write(Calibration calibration, Path file, Writing how) throws IOException;
}
