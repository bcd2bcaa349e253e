package evpose.recordings.rosbag;

import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of a SQLite file row by row, in the order of their keys; nothing else of SQLite. A
 * database that was not closed may keep its last rows in a {@code -wal} file, which is not read.
 * Not thread-safe.
 *
 * <pre>
 *  page 1 begins with the file's head of 100 bytes; a page: kind u8 (13 leaf, 5 inner of a table), free u16, cells u16,
 *  content u16, fragments u8, inner pages: last child u32; then where each cell lies, u16 each
 *  a leaf's cell: payload length varint, key varint, payload (its end on overflow pages, next u32 first)
 *  payload: head length varint, a kind varint for each column, then the columns
 * </pre>
 */
final class SqliteFile implements Closeable {
  static final String MAGIC = "SQLite format 3\0";
  private static final int HEAD_BYTES = 100;
  private static final int LEAF = 13;
  private static final int INNER = 5;
  private static final int DEEPEST = 32;
  private static final int LARGEST_ROW = 1 << 26;
  private static final int MOST_COLUMNS = 64;

  private final FileChannel channel;
  private final int pageBytes;
  private final int usable;
  private final long pages;

  /** A row broke SQLite's format; the message is the rule. */
  static final class BrokenTableException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenTableException(String rule) {
      super(rule);
    }
  }

  /**
   * @throws BrokenTableException when the head is none
   */
  SqliteFile(Path file) throws IOException, BrokenTableException {
    channel = FileChannel.open(file);
    boolean done = false;
    try {
      ByteBuffer head = read(0, HEAD_BYTES);
      int told = head.getShort(16) & 0xFFFF;
      pageBytes = told == 1 ? 65_536 : told;
      usable = pageBytes - (head.get(20) & 0xFF);
      if (Integer.bitCount(pageBytes) != 1 || pageBytes < 512 || usable < 480) {
        throw new BrokenTableException("a page must have 512 to 65536 bytes: bytes=" + pageBytes);
      }
      if (head.getInt(56) > 1) {
        throw new BrokenTableException("text must be UTF-8: encoding=" + head.getInt(56));
      }
      pages = channel.size() / pageBytes;
      done = true;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private ByteBuffer read(long at, int bytes) throws IOException, BrokenTableException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.BIG_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new BrokenTableException("the file ends in a page: byte=" + at);
      }
    }
    return buffer.flip();
  }

  private ByteBuffer page(long number) throws IOException, BrokenTableException {
    if (number < 1 || number > pages) {
      throw new BrokenTableException("a page must be in the file: page=" + number);
    }
    return read((number - 1) * pageBytes, pageBytes);
  }

  /** The first page of a table; 0 when there is none of that name. */
  long root(String table) throws IOException, BrokenTableException {
    Rows schema = new Rows(1);
    while (schema.next()) {
      if ("table".equals(schema.text(0)) && table.equals(schema.text(1))) {
        return schema.integer(3);
      }
    }
    return 0;
  }

  /** The rows of a table from its first one on. */
  Rows rows(long root) throws IOException, BrokenTableException {
    return new Rows(root);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Walks a table; columns are asked for of the row that it stands on. */
  final class Rows {
    private final Deque<Place> path = new ArrayDeque<>(); // pages we are in, innermost first
    private long key;
    private long pagesLeft = pages;
    private ByteBuffer row = ByteBuffer.allocate(0);
    private final long[] kinds = new long[MOST_COLUMNS];
    private final int[] begins = new int[MOST_COLUMNS];
    private int columns;

    /** A page, and how many of its cells lie behind us. */
    private final class Place {
      final ByteBuffer page;
      final int head;
      final int cells;
      final boolean leaf;
      int taken;

      Place(long number) throws IOException, BrokenTableException {
        if (pagesLeft-- <= 0 || path.size() > DEEPEST) {
          throw new BrokenTableException("a table must not hold a page twice: page=" + number);
        }
        page = page(number);
        head = number == 1 ? HEAD_BYTES : 0;
        int kind = page.get(head);
        if (kind != LEAF && kind != INNER) {
          throw new BrokenTableException(
              "a page of a table must be of kind 5 or 13: page=" + number + ", kind=" + kind);
        }
        leaf = kind == LEAF;
        cells = page.getShort(head + 3) & 0xFFFF;
      }

      int cell(int i) {
        return page.getShort(head + (leaf ? 8 : 12) + 2 * i) & 0xFFFF;
      }
    }

    private Rows(long root) throws IOException, BrokenTableException {
      path.push(new Place(root));
    }

    /** Goes to the next row; false behind the last. */
    boolean next() throws IOException, BrokenTableException {
      try {
        while (!path.isEmpty()) {
          Place place = path.getFirst();
          if (place.leaf && place.taken < place.cells) {
            load(place.page, place.cell(place.taken++));
            return true;
          }
          if (place.leaf || place.taken > place.cells) {
            path.pop();
          } else {
            int i = place.taken++;
            int at = i < place.cells ? place.cell(i) : place.head + 8;
            path.push(new Place(Integer.toUnsignedLong(place.page.getInt(at))));
          }
        }
        return false;
      } catch (IndexOutOfBoundsException
          | BufferUnderflowException
          | IllegalArgumentException e) { // of a position behind the limit
        throw new BrokenTableException("cells and columns must lie inside their page");
      }
    }

    private void load(ByteBuffer page, int cell) throws IOException, BrokenTableException {
      page.position(cell);
      long length = varint(page);
      key = varint(page);
      if (length < 0 || length > LARGEST_ROW) {
        throw new BrokenTableException(
            "a row must have at most " + LARGEST_ROW + " bytes: bytes=" + length);
      }
      row = payload(page, (int) length);
      long headEnd = varint(row);
      columns = 0;
      long at = headEnd;
      while (row.position() < headEnd && columns < MOST_COLUMNS) {
        kinds[columns] = varint(row);
        begins[columns] = (int) Math.min(at, Integer.MAX_VALUE);
        at += bytesOf(kinds[columns++]);
      }
      if (at > row.limit() || at < 0) {
        throw new BrokenTableException("columns must lie inside their row: bytes=" + length);
      }
    }

    /** What of a row does not fit on its page lies on a chain of others. */
    private ByteBuffer payload(ByteBuffer page, int length)
        throws IOException, BrokenTableException {
      int most = usable - 35;
      int here = length;
      if (length > most) {
        int least = (usable - 12) * 32 / 255 - 23;
        int fitting = least + (length - least) % (usable - 4);
        here = fitting <= most ? fitting : least;
        if ((long) (length - here) > pages * usable) {
          throw new BrokenTableException("a row must lie inside the file: bytes=" + length);
        }
      }
      byte[] bytes = new byte[length];
      page.get(bytes, 0, here);
      for (int at = here; at < length; ) {
        page = page(Integer.toUnsignedLong(page.getInt()));
        int part = Math.min(usable - 4, length - at);
        page.get(4, bytes, at, part);
        page.position(0);
        at += part;
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    }

    /** The row's key, which stands for its column of type INTEGER PRIMARY KEY. */
    long key() {
      return key;
    }

    /** A column as a number; 0 when it is none. */
    long integer(int column) {
      if (column >= columns) {
        return 0;
      }
      int at = begins[column];
      return switch ((int) Math.min(kinds[column], 10)) {
        case 1 -> row.get(at);
        case 2 -> row.getShort(at);
        case 3 -> (long) row.get(at) << 16 | (row.getShort(at + 1) & 0xFFFF);
        case 4 -> row.getInt(at);
        case 5 -> (long) row.getShort(at) << 32 | Integer.toUnsignedLong(row.getInt(at + 2));
        case 6 -> row.getLong(at);
        case 9 -> 1;
        default -> 0;
      };
    }

    /** A column of bytes or text, little endian; null when it is neither. */
    @Nullable ByteBuffer blob(int column) {
      if (column >= columns || kinds[column] < 12) {
        return null;
      }
      return row.slice(begins[column], (int) bytesOf(kinds[column])).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A column of text; empty when it is none. */
    String text(int column) {
      ByteBuffer blob = blob(column);
      return blob == null ? "" : StandardCharsets.UTF_8.decode(blob).toString();
    }
  }

  private static long bytesOf(long kind) {
    if (kind >= 12) {
      return (kind - 12) / 2;
    }
    return new int[] {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0}[(int) Math.max(0, kind)];
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      int b = from.get();
      value = value << 7 | (b & 0x7F);
      if (b >= 0) {
        return value;
      }
    }
    return value << 8 | (from.get() & 0xFF);
  }
}
