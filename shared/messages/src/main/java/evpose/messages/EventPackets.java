package evpose.messages;

import com.google.flatbuffers.FlatBufferBuilder;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@link EventPacket} as FlatBuffers, file identifier {@code EVP1}: the values of topic {@code
 * events}. The schema, {@code event_packet.fbs}, says the same in its own language and carries the
 * rules in its comments.
 *
 * <p>Reading copies each array once, as a block; writing the same packet gives the same bytes.
 */
public final class EventPackets {
  static final String IDENTIFIER = "EVP1";

  // Field numbers: the order in event_packet.fbs. Numbers are the contract, never reuse one.
  private static final int RIG = 0;
  private static final int CAMERA = 1;
  private static final int WIDTH = 2;
  private static final int HEIGHT = 3;
  private static final int SEQUENCE = 4;
  private static final int BEGIN_MICROS = 5;
  private static final int END_MICROS = 6;
  private static final int DROPPED_BEFORE = 7;
  private static final int X = 8;
  private static final int Y = 9;
  private static final int DT = 10;
  private static final int POLARITY = 11;
  private static final int FRAME_OFFSET = 12;
  private static final int FRAME_CLOSE_MICROS = 13;
  private static final int FIELDS = 14;

  private static final int BYTES_PER_EVENT = 2 + 2 + 4 + 1;
  private static final int FRAME_BYTES = 512; // names, table, vtable and alignment, with room
  private static final int MAX_NAME = 64;

  private EventPackets() {}

  /** The packet as bytes. */
  public static byte[] encode(EventPacket packet) {
    FlatBufferBuilder out = new FlatBufferBuilder(FRAME_BYTES + BYTES_PER_EVENT * packet.size());
    int n = packet.size();
    out.createUnintializedVector(2, n, 4).asShortBuffer().put(packet.xs());
    int x = out.endVector();
    out.createUnintializedVector(2, n, 4).asShortBuffer().put(packet.ys());
    int y = out.endVector();
    out.createUnintializedVector(4, n, 4).asIntBuffer().put(packet.dts());
    int dt = out.endVector();
    ByteBuffer polarities = out.createUnintializedVector(1, n, 4);
    polarities.put(packet.polarities());
    int polarity = out.endVector();
    int camera = out.createString(packet.camera());
    int rig = out.createString(packet.rig());

    out.startTable(FIELDS);
    out.addLong(SEQUENCE, packet.sequence(), 0);
    out.addLong(BEGIN_MICROS, packet.beginMicros(), 0);
    out.addLong(END_MICROS, packet.endMicros(), 0);
    out.addLong(DROPPED_BEFORE, packet.droppedBefore(), 0);
    FrameRef frame = packet.frame();
    if (frame != null) {
      out.addLong(FRAME_OFFSET, frame.offset(), 0);
      out.addLong(FRAME_CLOSE_MICROS, frame.closeMicros(), 0);
    }
    out.addOffset(RIG, rig, 0);
    out.addOffset(CAMERA, camera, 0);
    out.addOffset(X, x, 0);
    out.addOffset(Y, y, 0);
    out.addOffset(DT, dt, 0);
    out.addOffset(POLARITY, polarity, 0);
    out.addShort(WIDTH, (short) packet.width(), 0);
    out.addShort(HEIGHT, (short) packet.height(), 0);
    out.finish(out.endTable(), IDENTIFIER);
    return out.sizedByteArray();
  }

  /**
   * Whose packet the bytes hold and what it covers, without looking at its events: those may still
   * be refused by {@link #decode}.
   *
   * @throws MalformedMessageException if they hold no such FlatBuffer
   */
  public static PacketStamp stamp(byte[] bytes) throws MalformedMessageException {
    FlatTable table = new FlatTable(bytes, IDENTIFIER);
    return new PacketStamp(
        table.ascii(RIG, "rig", MAX_NAME),
        table.ascii(CAMERA, "camera", MAX_NAME),
        table.int64(BEGIN_MICROS),
        table.int64(END_MICROS));
  }

  /**
   * The packet that the bytes hold.
   *
   * @throws MalformedMessageException if they hold none: {@code too-small}, {@code too-large},
   *     {@code wrong-identifier}, {@code bad-offset}, {@code bad-vtable}, {@code bad-vector},
   *     {@code bad-string}, {@code missing-field} (not such a FlatBuffer), or {@code bad-packet} (a
   *     rule of {@link EventPacket} is broken)
   */
  public static EventPacket decode(byte[] bytes) throws MalformedMessageException {
    if (bytes.length > Topics.MAX_MESSAGE_BYTES) {
      throw new MalformedMessageException(
          "too-large",
          "a message has at most " + Topics.MAX_MESSAGE_BYTES + " bytes: bytes=" + bytes.length);
    }
    FlatTable table = new FlatTable(bytes, IDENTIFIER);
    String rig = table.ascii(RIG, "rig", MAX_NAME);
    String camera = table.ascii(CAMERA, "camera", MAX_NAME);
    short[] x = table.shorts(X, EventPacket.MAX_EVENTS);
    short[] y = table.shorts(Y, EventPacket.MAX_EVENTS);
    int[] dt = table.ints(DT, EventPacket.MAX_EVENTS);
    byte[] polarity = table.bytes(POLARITY, EventPacket.MAX_EVENTS);
    int width = table.uint16(WIDTH);
    int height = table.uint16(HEIGHT);
    long sequence = table.int64(SEQUENCE);
    long begin = table.int64(BEGIN_MICROS);
    long end = table.int64(END_MICROS);
    long dropped = table.int64(DROPPED_BEFORE);
    long frameOffset = table.int64(FRAME_OFFSET);
    long frameClose = table.int64(FRAME_CLOSE_MICROS);
    try {
      FrameRef frame = frame(frameOffset, frameClose);
      return new EventPacket(
          rig, camera, width, height, sequence, begin, end, dropped, x, y, dt, polarity, frame);
    } catch (IllegalArgumentException broken) {
      throw new MalformedMessageException("bad-packet", String.valueOf(broken.getMessage()));
    }
  }

  /** No shutter closes at 0: (begin, end] of the first packet begins behind it. */
  private static @Nullable FrameRef frame(long offset, long closeMicros) {
    return closeMicros == 0 && offset == 0 ? null : new FrameRef(offset, closeMicros);
  }
}
