package evpose.recordings.aedat4;

import java.io.Closeable;
import java.io.IOException;

/** Packets one after the other, from a file or a connection. Not thread-safe. */
interface Packets extends Closeable {
  /** Goes to the next packet; false when there is none, for whatever reason. */
  boolean next() throws IOException;

  int stream();

  /** Of the body, bytes. */
  int size();

  /**
   * The body in [0, size); good until the next call.
   *
   * @throws MalformedBodyException when it is larger than {@code limit}
   */
  byte[] body(int limit) throws IOException, MalformedBodyException;

  /** A rule that this packet broke, with its place. */
  String place(String rule);

  /** How much of the way lies behind, [0, 1]. */
  double share();
}
