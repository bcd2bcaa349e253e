package evpose.exports;

import evpose.pose.Joint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * C3D: a header block, parameter blocks, then for each frame each point as four floats x, y, z,
 * residual (-1 when missing).
 *
 * @see "The C3D File Format, a technical user guide, 2021; blocks of 512 bytes, Intel byte order"
 */
final class C3dFile {
  private static final int BLOCK = 512;
  private static final int MOST_FRAMES = 65_535;
  private static final byte INTEL = 84;
  private static final int PARAMETER_BLOCKS = 4;
  private static final int POINT = 1;
  private static final int ANALOG = 2;

  private C3dFile() {}

  static void write(PoseTrack track, Path file) throws IOException {
    int n = track.frames().size();
    if (n > MOST_FRAMES) {
      throw new IOException(file + ": a C3D has at most " + MOST_FRAMES + " frames: frames=" + n);
    }
    ByteBuffer head =
        ByteBuffer.allocate(BLOCK * (1 + PARAMETER_BLOCKS)).order(ByteOrder.LITTLE_ENDIAN);
    header(head, n, track.rateHz());
    parameters(head, n, track.rateHz());
    ByteBuffer frame =
        ByteBuffer.allocate(16 * Joint.values().length).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      head.rewind();
      writeAll(out, head);
      for (double[][] joints : track.frames()) {
        frame.clear();
        for (double[] joint : joints) {
          boolean present = joint[3] > 0;
          for (int i = 0; i < 3; i++) {
            frame.putFloat(present ? (float) joint[i] : 0);
          }
          frame.putFloat(present ? 0 : -1);
        }
        frame.flip();
        writeAll(out, frame);
      }
      int rest = (int) (out.position() % BLOCK);
      writeAll(out, ByteBuffer.allocate(rest == 0 ? 0 : BLOCK - rest));
    }
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static void header(ByteBuffer out, int frames, double rateHz) {
    out.put((byte) 2).put((byte) 0x50); // parameters begin in block 2
    out.putShort((short) Joint.values().length);
    out.putShort((short) 0); // analog values a frame
    out.putShort((short) 1).putShort((short) frames);
    out.putShort((short) 0); // no gap was filled
    out.putFloat(-1); // negative: floats
    out.putShort((short) (2 + PARAMETER_BLOCKS)); // data begin here
    out.putShort((short) 0);
    out.putFloat((float) rateHz);
  }

  private static void parameters(ByteBuffer out, int frames, double rateHz) {
    out.position(BLOCK);
    out.put((byte) 1).put((byte) 0x50).put((byte) PARAMETER_BLOCKS).put(INTEL);
    group(out, POINT, "POINT");
    shorts(out, POINT, "USED", Joint.values().length);
    floats(out, POINT, "SCALE", -1);
    floats(out, POINT, "RATE", (float) rateHz);
    shorts(out, POINT, "DATA_START", 2 + PARAMETER_BLOCKS);
    shorts(out, POINT, "FRAMES", frames);
    String[] names = new String[Joint.values().length];
    for (Joint joint : Joint.values()) {
      names[joint.ordinal()] = joint.label();
    }
    texts(out, POINT, "LABELS", names);
    texts(out, POINT, "DESCRIPTIONS", names);
    texts(out, POINT, "UNITS", "mm");
    group(out, ANALOG, "ANALOG");
    shorts(out, ANALOG, "USED", 0);
    floats(out, ANALOG, "GEN_SCALE", 1);
    floats(out, ANALOG, "RATE", (float) rateHz);
    out.put((byte) 0).put((byte) 0); // no more
  }

  private static void group(ByteBuffer out, int id, String name) {
    out.put((byte) name.length()).put((byte) -id);
    out.put(name.getBytes(StandardCharsets.US_ASCII));
    out.putShort((short) 3); // to the next, from here
    out.put((byte) 0); // no description
  }

  private static void begin(
      ByteBuffer out, int group, String name, int type, int bytes, int... dims) {
    out.put((byte) name.length()).put((byte) group);
    out.put(name.getBytes(StandardCharsets.US_ASCII));
    out.putShort((short) (2 + 1 + 1 + dims.length + bytes + 1));
    out.put((byte) type).put((byte) dims.length);
    for (int dim : dims) {
      out.put((byte) dim);
    }
  }

  private static void shorts(ByteBuffer out, int group, String name, int value) {
    begin(out, group, name, 2, 2);
    out.putShort((short) value).put((byte) 0);
  }

  private static void floats(ByteBuffer out, int group, String name, float value) {
    begin(out, group, name, 4, 4);
    out.putFloat(value).put((byte) 0);
  }

  private static void texts(ByteBuffer out, int group, String name, String... texts) {
    int longest = 0;
    for (String text : texts) {
      longest = Math.max(longest, text.length());
    }
    begin(out, group, name, -1, longest * texts.length, longest, texts.length);
    for (String text : texts) {
      byte[] padded = " ".repeat(longest).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, padded, 0, text.length());
      out.put(padded);
    }
    out.put((byte) 0);
  }
}
