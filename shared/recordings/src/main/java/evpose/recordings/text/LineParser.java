package evpose.recordings.text;

import java.nio.charset.StandardCharsets;

/**
 * Takes one line of text apart, without making objects of usual numbers. Not thread-safe.
 *
 * <p>Times are exact: digits are shifted by the unit's power of ten, and what is smaller than a
 * microsecond is rounded to the nearest.
 */
final class LineParser {
  private static final long ONE_MORE_DIGIT = Long.MAX_VALUE / 10 - 1; // fits behind this or less
  private static final int FRACTION_DIGITS = 9; // later ones cannot change a microsecond

  private final TextLayout layout;
  private final int columns;
  private final int unitPower; // of ten, from the unit to nanoseconds
  private int at;
  private int end;
  private int x;
  private int y;
  private int polarity;
  private long micros;
  private long value; // the number just read: value / 10^decimals
  private int decimals;

  LineParser(TextLayout layout) {
    this.layout = layout;
    columns = 1 + Math.max(Math.max(layout.t(), layout.x()), Math.max(layout.y(), layout.p()));
    unitPower =
        switch (layout.unit()) {
          case S -> 9;
          case MS -> 6;
          case US -> 3;
          case NS -> 0;
        };
  }

  int x() {
    return x;
  }

  int y() {
    return y;
  }

  long micros() {
    return micros;
  }

  int polarity() {
    return polarity;
  }

  /** Whether a line that is no event need not be one. */
  boolean isRemark(byte[] bytes, int begin, int stop) {
    int first = begin;
    while (first < stop && bytes[first] <= ' ' && bytes[first] >= 0) {
      first++;
    }
    return first == stop || bytes[first] == '#' || bytes[first] == '%';
  }

  /** Whether {@code bytes[begin, stop)} holds an event; its parts can be asked for then. */
  boolean parse(byte[] bytes, int begin, int stop) {
    at = begin;
    end = stop;
    for (int column = 0; column < columns; column++) {
      if (!number(bytes)) {
        return false;
      }
      if (column == layout.t()) {
        micros = toMicros();
      } else if (column == layout.x()) {
        x = toInt();
      } else if (column == layout.y()) {
        y = toInt();
      } else if (column == layout.p()) {
        polarity = value > 0 ? 1 : 0;
      }
    }
    return true;
  }

  private boolean number(byte[] bytes) {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    int begin = at;
    boolean negative = at < end && bytes[at] == '-';
    if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    int digits = at;
    value = 0;
    decimals = 0;
    boolean fraction = false;
    while (at < end) {
      int c = bytes[at];
      if (c >= '0' && c <= '9') {
        if (!fraction || decimals < FRACTION_DIGITS) {
          if (value > ONE_MORE_DIGIT) {
            return unusual(bytes, begin);
          }
          value = 10 * value + (c - '0');
          decimals += fraction ? 1 : 0;
        }
      } else if (c == '.' && !fraction) {
        fraction = true;
      } else {
        break;
      }
      at++;
    }
    if (at == digits || (at < end && !isParting(bytes[at]))) {
      return unusual(bytes, begin);
    }
    value = negative ? -value : value;
    part(bytes);
    return true;
  }

  /** Powers of ten, truths, and numbers too long for a long. */
  private boolean unusual(byte[] bytes, int begin) {
    while (at < end && !isParting(bytes[at])) {
      at++;
    }
    String text = new String(bytes, begin, at - begin, StandardCharsets.ISO_8859_1).strip();
    part(bytes);
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      value = text.equalsIgnoreCase("true") ? 1 : 0;
      decimals = 0;
      return true;
    }
    try {
      double number = Double.parseDouble(text);
      boolean whole = number == Math.rint(number);
      decimals = whole ? 0 : FRACTION_DIGITS;
      value = Math.round(whole ? number : number * 1e9);
      return Math.abs(number) < 1e17 && Character.isDigit(text.charAt(text.length() - 1));
    } catch (NumberFormatException e) {
      return false; // the caller counts the line
    }
  }

  /** Steps over one separator and the blanks around it. */
  private void part(byte[] bytes) {
    while (at < end && isBlank(bytes[at])) {
      at++;
    }
    if (at < end && (bytes[at] == ',' || bytes[at] == ';')) {
      at++;
    }
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static boolean isParting(int c) {
    return isBlank(c) || c == ',' || c == ';';
  }

  private int toInt() {
    long whole = value;
    for (int i = 0; i < decimals; i++) {
      whole /= 10;
    }
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, whole));
  }

  private long toMicros() {
    int power = unitPower - 3 - decimals;
    long result = value;
    for (; power > 0; power--) {
      result = Math.abs(result) > ONE_MORE_DIGIT ? Long.MAX_VALUE : 10 * result;
    }
    if (power < 0) {
      long part = 1;
      for (; power < 0; power++) { // 12 digits at most
        part *= 10;
      }
      long rest = Math.floorMod(result, part);
      result = Math.floorDiv(result, part) + (2 * rest >= part ? 1 : 0);
    }
    return result;
  }
}
