package evpose.recordings.aedat4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a size-prefixed FlatBuffer whose bytes nobody vouches for: every offset and length is
 * checked before it is followed, because the Java runtime brings no verifier.
 *
 * <pre>
 *  byte 0        4        8
 *      +--------+--------+--------+----     table: int32 back to its vtable, then its fields
 *      | length | root   | "EVTS" |         vtable: uint16 own bytes, uint16 table bytes, uint16 for each field:
 *      +--------+--------+--------+                 where it lies in the table, 0 = absent
 *                   |                       offsets count from the place where they are written
 *                   +--> table
 * </pre>
 */
final class FlatBytes {
  private final ByteBuffer bytes;
  private final int end;
  private final int table;
  private final int tableBytes;
  private final int vtable;
  private final int vtableBytes;

  /**
   * @param buffer holds the FlatBuffer in [0, length), its length first
   * @param identifier four letters that name the kind
   */
  FlatBytes(byte[] buffer, int length, String identifier) throws MalformedBodyException {
    bytes = ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    if (length < 12) {
      throw new MalformedBodyException("a FlatBuffer must have 12 bytes or more: bytes=" + length);
    }
    long named = Integer.toUnsignedLong(bytes.getInt(0));
    if (named > length - 4) {
      throw new MalformedBodyException(
          "a FlatBuffer must be as long as it says: named=" + named + ", bytes=" + (length - 4));
    }
    end = (int) named + 4;
    String found = new String(buffer, 8, 4, StandardCharsets.ISO_8859_1);
    if (!found.equals(identifier)) {
      throw new MalformedBodyException(
          "a FlatBuffer's identifier must be "
              + identifier
              + ": identifier="
              + found.replaceAll("[^\\x20-\\x7E]", "?"));
    }
    table = within("root table", 4 + Integer.toUnsignedLong(bytes.getInt(4)), 4);
    vtable = within("vtable", table - (long) bytes.getInt(table), 4);
    vtableBytes = bytes.getShort(vtable) & 0xFFFF;
    tableBytes = bytes.getShort(vtable + 2) & 0xFFFF;
    within("vtable", vtable, vtableBytes);
    within("root table", table, tableBytes);
  }

  /** A number of the root table, or what the schema says for an absent one. */
  int int32(int field, int absent) throws MalformedBodyException {
    int at = inline(field, 4);
    return at == 0 ? absent : bytes.getInt(at);
  }

  long int64(int field, long absent) throws MalformedBodyException {
    int at = inline(field, 8);
    return at == 0 ? absent : bytes.getLong(at);
  }

  /** A string of the root table; empty when absent. */
  String utf8(int field) throws MalformedBodyException {
    int at = vector(field, 1);
    return at == 0 ? "" : new String(bytes.array(), at, count(at), StandardCharsets.UTF_8);
  }

  /**
   * Where the elements of a vector of the root table begin, checked to lie inside with all of them;
   * 0 when it is absent.
   */
  int vector(int field, int elementBytes) throws MalformedBodyException {
    int at = inline(field, 4);
    if (at == 0) {
      return 0;
    }
    int count = within("vector", at + Integer.toUnsignedLong(bytes.getInt(at)), 4);
    long elements = Integer.toUnsignedLong(bytes.getInt(count));
    return within("elements of a vector", count + 4L, elements * elementBytes);
  }

  /** How many elements the vector at {@link #vector} has. */
  int count(int vector) {
    return vector == 0 ? 0 : bytes.getInt(vector - 4);
  }

  /** Little-endian; read it only where {@link #vector} allows. */
  ByteBuffer bytes() {
    return bytes;
  }

  private int inline(int field, int size) throws MalformedBodyException {
    int entry = 4 + 2 * field;
    int offset = entry + 2 <= vtableBytes ? bytes.getShort(vtable + entry) & 0xFFFF : 0;
    if (offset == 0) {
      return 0;
    }
    if (offset < 4 || offset + size > tableBytes) {
      throw new MalformedBodyException(
          "a field must lie inside its table: field="
              + field
              + ", offset="
              + offset
              + ", table bytes="
              + tableBytes);
    }
    return table + offset;
  }

  private int within(String what, long begin, long size) throws MalformedBodyException {
    if (begin < 8 || begin + size > end) {
      throw new MalformedBodyException(
          what
              + " must lie inside its FlatBuffer: begin="
              + begin
              + ", size="
              + size
              + ", bytes="
              + end);
    }
    return (int) begin;
  }
}
