package evpose.weights;

import java.io.IOException;

/** A weights file that is broken, or fine but of a kind that is not supported; says which. */
public final class MalformedWeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedWeightsException(String message) {
    super(message);
  }

  public MalformedWeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
