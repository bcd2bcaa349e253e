package evpose.calibration.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file of one array, doubles and floats.
 *
 * @see "numpy.lib.format: magic, version, header length, header as a Python literal, data"
 */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=]?)(f[48])'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\(\\s*(\\d+),\\s*(\\d+)\\s*\\)");

  private Npy() {}

  static double[] read(Path file, int rows, int cols) throws IOException {
    byte[] bytes = FileText.bytes(file);
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes.length < 12 || bytes[i] != MAGIC[i]) {
        throw new IOException(file + ", byte 0: no NumPy array");
      }
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = bytes[6];
    int length = version == 1 ? in.getShort(8) & 0xffff : in.getInt(8);
    int start = version == 1 ? 10 : 12;
    if (length < 0 || start + length > bytes.length) {
      throw new IOException(file + ", byte 8: the header ends behind the file: length=" + length);
    }
    String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find()
        || !shape.find()
        || !shape.group(1).equals(String.valueOf(rows))
        || !shape.group(2).equals(String.valueOf(cols))) {
      throw new IOException(
          file
              + ", byte 10: wanted "
              + rows
              + "x"
              + cols
              + " of f8 or f4: header="
              + header.strip());
    }
    boolean wide = type.group(2).equals("f8");
    boolean columnsFirst = header.contains("'fortran_order': True");
    in.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    in.position(start + length);
    if (in.remaining() < rows * cols * (wide ? 8 : 4)) {
      throw new IOException(
          file + ", byte " + in.position() + ": the array is cut: bytes=" + in.remaining());
    }
    double[] values = new double[rows * cols];
    for (int i = 0; i < values.length; i++) {
      int at = columnsFirst ? i % rows * cols + i / rows : i;
      values[at] = wide ? in.getDouble() : in.getFloat();
    }
    return values;
  }

  static void write(Path file, int rows, int cols, double[] values) throws IOException {
    StringBuilder header =
        new StringBuilder(
            "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows + ", " + cols + "), }");
    while ((10 + header.length() + 1) % 64 != 0) {
      header.append(' ');
    }
    header.append('\n');
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    out.put(header.toString().getBytes(StandardCharsets.ISO_8859_1));
    for (double value : values) {
      out.putDouble(value);
    }
    Files.write(file, out.array());
  }
}
