package evpose.weights.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Checkpoints put together by hand, right and wrong ones. */
final class Archive {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private boolean compressed;

  static Archive of(byte[] pickle) {
    return new Archive().with("a/data.pkl", pickle);
  }

  /** A state_dict of one float tensor "w". */
  static Archive ofOne(long numbers, String shape, String stride, int offset) {
    return of(
        pickle(
            0x80,
            2,
            '}',
            "X",
            1,
            0,
            0,
            0,
            "w",
            one("Float", numbers, shape, stride, offset),
            "s."));
  }

  /** The instructions that make a tensor; shape and stride are instructions too. */
  static byte[] one(String type, long numbers, String shape, String stride, int offset) {
    byte[] count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(numbers).array();
    return pickle(
        "ctorch._utils\n_rebuild_tensor_v2\n((X",
        7,
        0,
        0,
        0,
        "storagectorch\n",
        type,
        "Storage\nX",
        1,
        0,
        0,
        0,
        "0X",
        3,
        0,
        0,
        0,
        "cpu",
        0x8a,
        8,
        count,
        "tQK",
        offset,
        shape,
        stride,
        0x89,
        "}tR");
  }

  /** Strings are ASCII, integers bytes. */
  static byte[] pickle(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof byte[] bytes) {
        out.writeBytes(bytes);
      } else if (part instanceof String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      } else if (part instanceof Character c) {
        out.write(c);
      } else {
        out.write((Integer) part);
      }
    }
    return out.toByteArray();
  }

  Archive with(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  Archive compressed() {
    compressed = true;
    return this;
  }

  Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        if (!compressed) {
          CRC32 sum = new CRC32();
          sum.update(entry.getValue());
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.getValue().length);
          header.setCrc(sum.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }
}
