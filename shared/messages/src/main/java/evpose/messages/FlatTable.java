package evpose.messages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the root table of a FlatBuffer whose bytes nobody vouches for: every offset and length is
 * checked before it is followed, because the Java runtime brings no verifier.
 *
 * <pre>
 *  byte 0         4         8
 *      +---------+---------+--- ...        all numbers little-endian, all offsets in bytes
 *      | root    | "EVP1"  |
 *      +---------+---------+
 *          |
 *          +--> table                        vtable = table - back
 *               +--------+-----------+---    +----------+----------+---------+---------+--
 *               | back   | inline    |       | u16      | u16      | u16     | u16     |
 *               | int32  | fields    |       | bytes of | bytes of | field 0 | field 1 | ...
 *               +--------+-----------+---    | vtable   | table    | (0 =    |         |
 *                    |                       +----------+----------+ absent) +---------+--
 *                    +--> string, vector       field: offset from table, inside the table
 *                         +--------+-------
 *                         | count  | count elements     an offset counts from the place
 *                         | uint32 |                    where it is written
 *                         +--------+-------
 * </pre>
 *
 * A scalar that is absent has the value 0, a vector that is absent is empty.
 */
final class FlatTable {
  private final ByteBuffer bytes;
  private final int table;
  private final int tableBytes;
  private final int vtable;
  private final int vtableBytes;

  /** A field's vector or string: where its elements begin, and how many there are. */
  private record Span(int begin, int count) {}

  FlatTable(byte[] message, String identifier) throws MalformedMessageException {
    bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    if (message.length < 8) {
      throw new MalformedMessageException(
          "too-small", "a FlatBuffer has at least 8 bytes: bytes=" + message.length);
    }
    String found = new String(message, 4, 4, StandardCharsets.ISO_8859_1);
    if (!found.equals(identifier)) {
      throw new MalformedMessageException(
          "wrong-identifier",
          "file identifier must be " + identifier + ": bytes 4 to 7=" + printable(found));
    }
    long root = Integer.toUnsignedLong(bytes.getInt(0));
    table = within("bad-offset", "root table", root, 8, 4, 4);
    long back = bytes.getInt(table);
    vtable = within("bad-vtable", "vtable", table - back, 4, 4, 2);
    vtableBytes = bytes.getShort(vtable) & 0xFFFF;
    tableBytes = bytes.getShort(vtable + 2) & 0xFFFF;
    if (vtableBytes < 4 || vtableBytes % 2 != 0 || tableBytes < 4) {
      throw new MalformedMessageException(
          "bad-vtable",
          "a vtable says its own even length and the table's, each at least 4: vtableBytes="
              + vtableBytes
              + ", tableBytes="
              + tableBytes);
    }
    within("bad-vtable", "vtable", vtable, 4, vtableBytes, 2);
    within("bad-vtable", "table", table, 8, tableBytes, 4);
  }

  int uint16(int field) throws MalformedMessageException {
    int at = inline(field, 2);
    return at == 0 ? 0 : bytes.getShort(at) & 0xFFFF;
  }

  long int64(int field) throws MalformedMessageException {
    int at = inline(field, 8);
    return at == 0 ? 0 : bytes.getLong(at);
  }

  /** A required string of printable ASCII. */
  String ascii(int field, String name, int maxLength) throws MalformedMessageException {
    Span span = span(field, 1);
    if (span == null) {
      throw new MalformedMessageException(
          "missing-field", "required field is missing: field=" + name);
    }
    if (span.count > maxLength) {
      throw new MalformedMessageException(
          "bad-string", name + " is too long: bytes=" + span.count + ", allowed=" + maxLength);
    }
    String text = new String(bytes.array(), span.begin, span.count, StandardCharsets.ISO_8859_1);
    if (!printable(text).equals(text)) {
      throw new MalformedMessageException(
          "bad-string", name + " must be printable ASCII: " + name + "=" + printable(text));
    }
    return text;
  }

  /** A vector of 2-byte elements; empty when absent. */
  short[] shorts(int field, int maxCount) throws MalformedMessageException {
    Span span = vector(field, 2, maxCount);
    short[] to = new short[span.count];
    bytes.slice(span.begin, 2 * span.count).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(to);
    return to;
  }

  /** A vector of 4-byte elements; empty when absent. */
  int[] ints(int field, int maxCount) throws MalformedMessageException {
    Span span = vector(field, 4, maxCount);
    int[] to = new int[span.count];
    bytes.slice(span.begin, 4 * span.count).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(to);
    return to;
  }

  /** A vector of bytes; empty when absent. */
  byte[] bytes(int field, int maxCount) throws MalformedMessageException {
    Span span = vector(field, 1, maxCount);
    byte[] to = new byte[span.count];
    bytes.get(span.begin, to);
    return to;
  }

  private Span vector(int field, int elementBytes, int maxCount) throws MalformedMessageException {
    Span span = span(field, elementBytes);
    if (span == null) {
      return new Span(0, 0);
    }
    if (span.count > maxCount) {
      throw new MalformedMessageException(
          "too-large",
          "a vector is too long: field="
              + field
              + ", count="
              + span.count
              + ", allowed="
              + maxCount);
    }
    return span;
  }

  private @Nullable Span span(int field, int elementBytes) throws MalformedMessageException {
    int at = inline(field, 4);
    if (at == 0) {
      return null;
    }
    long begin = at + Integer.toUnsignedLong(bytes.getInt(at));
    int count = within("bad-offset", "field " + field, begin, 8, 4, 4);
    long elements = Integer.toUnsignedLong(bytes.getInt(count));
    int first =
        within(
            "bad-vector", "elements of field " + field, count + 4L, 8, elements * elementBytes, 1);
    return new Span(first, (int) elements);
  }

  /** Where a field lies inside the table; 0 when it is absent. */
  private int inline(int field, int size) throws MalformedMessageException {
    int entry = 4 + 2 * field;
    int offset = entry + 2 <= vtableBytes ? bytes.getShort(vtable + entry) & 0xFFFF : 0;
    if (offset == 0) {
      return 0;
    }
    if (offset < 4 || offset + size > tableBytes) {
      throw new MalformedMessageException(
          "bad-vtable",
          "a field lies inside its table: field="
              + field
              + ", offset="
              + offset
              + ", size="
              + size
              + ", tableBytes="
              + tableBytes);
    }
    return table + offset;
  }

  /** {@code begin} as an int, after checking that [begin, begin + size) lies in [from, end). */
  private int within(String reason, String what, long begin, int from, long size, int alignment)
      throws MalformedMessageException {
    if (begin < from || begin + size > bytes.capacity() || begin % alignment != 0) {
      throw new MalformedMessageException(
          reason,
          what
              + " lies outside the message or askew: begin="
              + begin
              + ", size="
              + size
              + ", alignment="
              + alignment
              + ", bytes="
              + bytes.capacity());
    }
    return (int) begin;
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7E]", "?");
  }
}
