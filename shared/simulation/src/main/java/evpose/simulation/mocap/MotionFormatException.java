package evpose.simulation.mocap;

import java.io.IOException;

/** A motion file that cannot be played; the message names file, line and what to do. */
public final class MotionFormatException extends IOException {
  private static final long serialVersionUID = 1;

  MotionFormatException(String message) {
    super(message);
  }
}
