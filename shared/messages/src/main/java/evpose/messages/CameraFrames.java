package evpose.messages;

import com.google.flatbuffers.FlatBufferBuilder;
import evpose.events.CameraFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * {@link CameraFrame} as FlatBuffers, file identifier {@code EVF1}: the values of topic {@code
 * frames}. The schema, {@code camera_frame.fbs}, says the same in its own language and carries the
 * rules in its comments.
 *
 * <p>Writing the same frame gives the same bytes on the same JDK. A noisy 346x260 frame takes some
 * 45 kB and 0.8 ms to deflate; the usual effort would take 33 ms for 42 kB.
 */
public final class CameraFrames {
  static final String IDENTIFIER = "EVF1";

  // Field numbers: the order in camera_frame.fbs. Numbers are the contract, never reuse one.
  private static final int RIG = 0;
  private static final int CAMERA = 1;
  private static final int WIDTH = 2;
  private static final int HEIGHT = 3;
  private static final int SEQUENCE = 4;
  private static final int OPEN_MICROS = 5;
  private static final int CLOSE_MICROS = 6;
  private static final int ENCODING = 7;
  private static final int PIXELS = 8;
  private static final int FIELDS = 9;

  private static final int RAW = 0;
  private static final int DEFLATED = 1;

  /** Deflate cannot say more than this in a byte. */
  private static final int MOST_PIXELS_A_BYTE = 1032;

  private static final int TABLE_BYTES = 512; // names, table, vtable and alignment, with room
  private static final int MAX_NAME = 64;

  private CameraFrames() {}

  /**
   * The frame as bytes, its pixels deflated where that is shorter.
   *
   * @throws IllegalArgumentException when it does not fit into a message even so
   */
  public static byte[] encode(CameraFrame frame) {
    byte[] deflated = deflate(differences(frame.pixels(), frame.width()));
    boolean shorter = deflated.length < frame.pixels().length;
    byte[] pixels = shorter ? deflated : frame.pixels();
    if (pixels.length > Topics.MAX_MESSAGE_BYTES - TABLE_BYTES) {
      throw new IllegalArgumentException(
          "a frame must fit into a message of "
              + Topics.MAX_MESSAGE_BYTES
              + " bytes, send it smaller: bytes="
              + pixels.length
              + ", frame="
              + frame);
    }
    FlatBufferBuilder out = new FlatBufferBuilder(TABLE_BYTES + pixels.length);
    ByteBuffer vector = out.createUnintializedVector(1, pixels.length, 4);
    vector.put(pixels);
    int at = out.endVector();
    int camera = out.createString(frame.camera());
    int rig = out.createString(frame.rig());

    out.startTable(FIELDS);
    out.addLong(SEQUENCE, frame.sequence(), 0);
    out.addLong(OPEN_MICROS, frame.openMicros(), 0);
    out.addLong(CLOSE_MICROS, frame.closeMicros(), 0);
    out.addOffset(RIG, rig, 0);
    out.addOffset(CAMERA, camera, 0);
    out.addOffset(PIXELS, at, 0);
    out.addShort(WIDTH, (short) frame.width(), 0);
    out.addShort(HEIGHT, (short) frame.height(), 0);
    out.addShort(ENCODING, (short) (shorter ? DEFLATED : RAW), 0);
    out.finish(out.endTable(), IDENTIFIER);
    return out.sizedByteArray();
  }

  /**
   * The frame that the bytes hold.
   *
   * @throws MalformedMessageException if they hold none: the reasons of {@link EventPackets#decode}
   *     for what is no such FlatBuffer, {@code bad-frame} where a rule of {@link CameraFrame} or of
   *     its encoding is broken
   */
  public static CameraFrame decode(byte[] bytes) throws MalformedMessageException {
    if (bytes.length > Topics.MAX_MESSAGE_BYTES) {
      throw new MalformedMessageException(
          "too-large",
          "a message has at most " + Topics.MAX_MESSAGE_BYTES + " bytes: bytes=" + bytes.length);
    }
    FlatTable table = new FlatTable(bytes, IDENTIFIER);
    String rig = table.ascii(RIG, "rig", MAX_NAME);
    String camera = table.ascii(CAMERA, "camera", MAX_NAME);
    int width = table.uint16(WIDTH);
    int height = table.uint16(HEIGHT);
    long sequence = table.int64(SEQUENCE);
    long open = table.int64(OPEN_MICROS);
    long close = table.int64(CLOSE_MICROS);
    byte[] packed = table.bytes(PIXELS, Topics.MAX_MESSAGE_BYTES);
    byte[] pixels = pixels(table.uint16(ENCODING), packed, width, height);
    try {
      return new CameraFrame(rig, camera, width, height, sequence, open, close, pixels);
    } catch (IllegalArgumentException broken) {
      throw bad(String.valueOf(broken.getMessage()));
    }
  }

  private static byte[] pixels(int encoding, byte[] packed, int width, int height)
      throws MalformedMessageException {
    if (encoding == RAW) {
      return packed; // the frame counts them
    }
    if (encoding != DEFLATED) {
      throw bad("encoding must be 0 or 1: encoding=" + encoding);
    }
    long count = (long) width * height;
    // memory is taken in proportion to the bytes that came
    if (count > CameraFrame.MAX_PIXELS || count > (long) MOST_PIXELS_A_BYTE * packed.length) {
      throw bad(
          "so few bytes cannot hold so many pixels, of which there may be "
              + CameraFrame.MAX_PIXELS
              + ": bytes="
              + packed.length
              + ", pixels="
              + count);
    }
    byte[] pixels = inflate(packed, (int) count);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += i % width == 0 ? 0 : pixels[i - 1];
    }
    return pixels;
  }

  private static byte[] differences(byte[] pixels, int width) {
    byte[] differences = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      differences[i] = (byte) (pixels[i] - (i % width == 0 ? 0 : pixels[i - 1]));
    }
    return differences;
  }

  /** What it comes to, or more bytes than it had: those are not kept. */
  private static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] packed = new byte[plain.length];
      int length = deflater.deflate(packed);
      return deflater.finished() ? Arrays.copyOf(packed, length) : plain;
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] packed, int count) throws MalformedMessageException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] plain = new byte[count];
      int done = 0;
      while (done < count) {
        int more = inflater.inflate(plain, done, count - done);
        if (more == 0) {
          throw bad("there are too few pixels: pixels=" + done + ", expected=" + count);
        }
        done += more;
      }
      if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw bad("the pixels do not end where they should: expected=" + count);
      }
      return plain;
    } catch (DataFormatException e) {
      throw bad("the pixels are not deflated (RFC 1950): bytes=" + packed.length);
    } finally {
      inflater.end();
    }
  }

  private static MalformedMessageException bad(String message) {
    return new MalformedMessageException("bad-frame", message);
  }
}
