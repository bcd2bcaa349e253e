package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.flatbuffers.FlatBufferBuilder;
import evpose.events.EventPacket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** EVP1 both ways, against itself and against Python (see {@code peer.py} beside the fixtures). */
class EventPacketsTest {
  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = EventPacketsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static void assertSame(EventPacket expected, EventPacket found) {
    assertThat(found).hasToString(expected.toString());
    assertThat(found.width()).isEqualTo(expected.width());
    assertThat(found.height()).isEqualTo(expected.height());
    assertThat(found.sequence()).isEqualTo(expected.sequence());
    assertThat(found.droppedBefore()).isEqualTo(expected.droppedBefore());
    assertThat(found.xs()).isEqualTo(expected.xs());
    assertThat(found.ys()).isEqualTo(expected.ys());
    assertThat(found.dts()).isEqualTo(expected.dts());
    assertThat(found.polarities()).isEqualTo(expected.polarities());
  }

  private static MalformedMessageException refusal(byte[] bytes) {
    MalformedMessageException refusal =
        catchThrowableOfType(MalformedMessageException.class, () -> EventPackets.decode(bytes));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static void assertRefused(byte[] bytes, String reason, String message) {
    MalformedMessageException refusal = refusal(bytes);
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.reason()).isEqualTo(reason);
  }

  /** Bytes of the sample packet with one little-endian number overwritten. */
  private static byte[] patched(int at, int value) {
    byte[] bytes = EventPackets.encode(Samples.packet());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return bytes;
  }

  @Test
  void stampSaysWhoseItIsAndWhatItCovers() throws Exception {
    EventPacket packet = Samples.packet();
    assertThat(EventPackets.stamp(EventPackets.encode(packet)))
        .isEqualTo(
            new PacketStamp(
                packet.rig(), packet.camera(), packet.beginMicros(), packet.endMicros()));
    assertThat(
            catchThrowableOfType(
                MalformedMessageException.class, () -> EventPackets.stamp(new byte[7])))
        .hasMessage("a FlatBuffer has at least 8 bytes: bytes=7");
  }

  @Test
  void packetComesBackAsItWas() throws Exception {
    assertSame(Samples.packet(), EventPackets.decode(EventPackets.encode(Samples.packet())));
  }

  @Test
  void heartbeatComesBackAsItWas() throws Exception {
    assertSame(Samples.heartbeat(), EventPackets.decode(EventPackets.encode(Samples.heartbeat())));
  }

  @Test
  void largestPacketComesBackAndIsWellUnderTheLimit() throws Exception {
    int n = EventPacket.MAX_EVENTS;
    short[] x = new short[n];
    Arrays.fill(x, (short) 65_534);
    byte[] polarity = new byte[n];
    Arrays.fill(polarity, (byte) 1);
    int[] dt = new int[n];
    Arrays.setAll(dt, i -> 900 * i);
    String name = "n".repeat(64);
    EventPacket largest =
        new EventPacket(
            name,
            name,
            65_535,
            65_535,
            Long.MAX_VALUE,
            EventPacket.MAX_MICROS - 60_000_000,
            EventPacket.MAX_MICROS,
            Long.MAX_VALUE,
            x,
            x.clone(),
            dt,
            polarity);
    byte[] bytes = EventPackets.encode(largest);
    assertThat(bytes.length).isLessThan(600 * 1024);
    assertSame(largest, EventPackets.decode(bytes));
  }

  @Test
  void readsWhatPythonWrote() throws Exception {
    assertSame(Samples.packet(), EventPackets.decode(fixture("python-packet.evp1")));
  }

  @Test
  void writesWhatPythonHasRead() throws Exception {
    assertThat(EventPackets.encode(Samples.packet())).isEqualTo(fixture("java-packet.evp1"));
  }

  @Test
  void fieldsThatANewerWriterAddsAreIgnored() throws Exception {
    FlatBufferBuilder out = new FlatBufferBuilder(64);
    int rig = out.createString("r");
    int camera = out.createString("c");
    out.startTable(16);
    out.addOffset(0, rig, 0);
    out.addOffset(1, camera, 0);
    out.addShort(2, (short) 4, 0);
    out.addShort(3, (short) 4, 0);
    out.addLong(15, 99, 0);
    out.finish(out.endTable(), EventPackets.IDENTIFIER);
    EventPacket packet = EventPackets.decode(out.sizedByteArray());
    assertThat(packet).hasToString("r/c #0 [0, 0) 0 events");
  }

  @Test
  void refusesNothingAtAll() {
    assertRefused(new byte[0], "too-small", "a FlatBuffer has at least 8 bytes: bytes=0");
  }

  @Test
  void refusesMoreThanOneMebibyte() {
    assertRefused(
        new byte[(1 << 20) + 1], "too-large", "a message has at most 1048576 bytes: bytes=1048577");
  }

  @Test
  void refusesAnotherFile() {
    assertRefused(
        patched(4, 0x00_0A_56_45), // "EV\n\0"
        "wrong-identifier",
        "file identifier must be EVP1: bytes 4 to 7=EV??");
  }

  @Test
  void refusesARootOutsideTheMessage() {
    int size = EventPackets.encode(Samples.packet()).length;
    assertRefused(
        patched(0, -4),
        "bad-offset",
        "root table lies outside the message or askew: begin=4294967292, size=4, alignment=4,"
            + " bytes="
            + size);
  }

  @Test
  void refusesAVtableOutsideTheMessage() {
    byte[] bytes = EventPackets.encode(Samples.packet());
    int root = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    assertRefused(
        patched(root, Integer.MIN_VALUE),
        "bad-vtable",
        "vtable lies outside the message or askew: begin="
            + (root + 2_147_483_648L)
            + ", size=4, alignment=2, bytes="
            + bytes.length);
  }

  @Test
  void refusesAMissingName() {
    FlatBufferBuilder out = new FlatBufferBuilder(64);
    int rig = out.createString("r");
    out.startTable(12);
    out.addOffset(0, rig, 0);
    out.finish(out.endTable(), EventPackets.IDENTIFIER);
    assertRefused(out.sizedByteArray(), "missing-field", "required field is missing: field=camera");
  }

  @Test
  void refusesANameThatIsNoText() {
    byte[] bytes = withRig("r\u0001\n");
    assertRefused(bytes, "bad-string", "rig must be printable ASCII: rig=r??");
    assertRefused(
        withRig("rö"), "bad-string", "rig must be printable ASCII: rig=r??"); // two UTF-8 bytes
  }

  @Test
  void refusesANameThatIsTooLong() {
    assertRefused(withRig("r".repeat(65)), "bad-string", "rig is too long: bytes=65, allowed=64");
  }

  @Test
  void refusesANameAgainstTheRule() {
    assertRefused(
        withRig("a/b"), "bad-packet", "rig must be 1 to 64 of A-Z a-z 0-9 . _ -: rig=a/b");
  }

  private static byte[] withRig(String name) {
    FlatBufferBuilder out = new FlatBufferBuilder(64);
    int rig = out.createString(name);
    int camera = out.createString("c");
    out.startTable(12);
    out.addOffset(0, rig, 0);
    out.addOffset(1, camera, 0);
    out.addShort(2, (short) 4, 0);
    out.addShort(3, (short) 4, 0);
    out.finish(out.endTable(), EventPackets.IDENTIFIER);
    return out.sizedByteArray();
  }

  @Test
  void refusesAVectorThatIsLongerThanTheMessage() {
    byte[] bytes = EventPackets.encode(Samples.packet());
    int x = vectorOf(bytes, 8);
    assertRefused(
        patched(x, 0x7FFF_FFFF),
        "bad-vector",
        "elements of field 8 lies outside the message or askew: begin="
            + (x + 4)
            + ", size=4294967294, alignment=1, bytes="
            + bytes.length);
  }

  @Test
  void refusesVectorsOfDifferentLength() {
    byte[] bytes = EventPackets.encode(Samples.packet());
    assertRefused(
        patched(vectorOf(bytes, 9), 249),
        "bad-packet",
        "x, y, dt and polarity must have the same length: x=250, y=249, dt=250, polarity=250");
  }

  @Test
  void refusesAnEventOutsideTheSensor() {
    byte[] bytes = EventPackets.encode(Samples.packet());
    MalformedMessageException refusal = refusal(patched(vectorOf(bytes, 8) + 4, 346));
    assertThat(refusal.reason()).isEqualTo("bad-packet");
    assertThat(refusal).hasMessageStartingWith("event 0 lies outside the sensor: x=346, y=0");
  }

  @Test
  void refusesMoreEventsThanAPacketHolds() {
    FlatBufferBuilder out = new FlatBufferBuilder(1 << 18);
    int n = EventPacket.MAX_EVENTS + 1;
    int rig = out.createString("r");
    int camera = out.createString("c");
    out.createUnintializedVector(2, n, 2);
    int x = out.endVector();
    out.startTable(12);
    out.addOffset(0, rig, 0);
    out.addOffset(1, camera, 0);
    out.addOffset(8, x, 0);
    out.finish(out.endTable(), EventPackets.IDENTIFIER);
    assertRefused(
        out.sizedByteArray(),
        "too-large",
        "a vector is too long: field=8, count=65537, allowed=65536");
  }

  /** Where the count of a vector field stands. */
  private static int vectorOf(byte[] bytes, int field) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int table = in.getInt(0);
    int vtable = table - in.getInt(table);
    int at = table + in.getShort(vtable + 4 + 2 * field);
    return at + in.getInt(at);
  }
}
