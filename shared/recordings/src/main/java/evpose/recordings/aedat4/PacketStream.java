package evpose.recordings.aedat4;

import evpose.recordings.Problems;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Packets of a connection; a body that nobody asked for is read and forgotten. Ends where the
 * connection does. Not thread-safe.
 */
final class PacketStream implements Packets {
  private static final int HEAD_BYTES = 8;

  private final InputStream in;
  private final String name;
  private final Problems problems;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private byte[] body = new byte[0];
  private boolean bodyLeft;
  private long packet;

  /**
   * @param in behind the header
   * @param name of the connection, for messages
   */
  PacketStream(InputStream in, String name, Problems problems) {
    this.in = in;
    this.name = name;
    this.problems = problems;
  }

  @Override
  public boolean next() throws IOException {
    if (bodyLeft) {
      in.skipNBytes(size());
      bodyLeft = false;
    }
    int got = in.readNBytes(head.array(), 0, HEAD_BYTES);
    if (got < HEAD_BYTES) {
      return false;
    }
    packet++;
    if (size() < 0 || stream() < 0) {
      problems.count(
          "lost-framing",
          () ->
              place(
                  "a packet must have a stream and a size that are not negative, reading ends here:"
                      + " stream="
                      + stream()
                      + ", size="
                      + size()));
      return false;
    }
    bodyLeft = true;
    return true;
  }

  @Override
  public int stream() {
    return head.getInt(0);
  }

  @Override
  public int size() {
    return head.getInt(4);
  }

  @Override
  public byte[] body(int limit) throws IOException, MalformedBodyException {
    if (size() > limit) {
      throw new MalformedBodyException(
          "a packet's body must have at most " + limit + " bytes: size=" + size());
    }
    if (body.length < size()) {
      body = new byte[Math.max(size(), (int) Math.min(limit, 2L * body.length))];
    }
    bodyLeft = false;
    if (in.readNBytes(body, 0, size()) < size()) {
      throw new EOFException(place("the connection ended in a packet"));
    }
    return body;
  }

  @Override
  public String place(String rule) {
    return name + ", packet " + packet + ": " + rule;
  }

  @Override
  public double share() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
