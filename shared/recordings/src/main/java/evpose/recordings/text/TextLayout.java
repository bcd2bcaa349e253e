package evpose.recordings.text;

import evpose.events.SensorGeometry;
import evpose.recordings.ReadHints;
import evpose.recordings.ReadHints.TimeUnitOfText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a text are.
 *
 * @param headBytes where the first event's line begins
 * @param t column of the time, from 0
 * @param x column of the column
 * @param y column of the row
 * @param p column of the polarity: positive, or "true", is ON
 * @param unit of the time
 * @param sensor null when the text does not tell its size
 */
record TextLayout(
    int headBytes,
    int t,
    int x,
    int y,
    int p,
    TimeUnitOfText unit,
    @Nullable SensorGeometry sensor) {
  /** Integers from here on are nanoseconds: as microseconds they would lie 3000 years off. */
  private static final double NANOS_FROM = 1e17;

  private static final int LINES_LOOKED_AT = 64;
  private static final Pattern MARKS = Pattern.compile("\\s*[,;\\t]\\s*");
  private static final Pattern BLANKS = Pattern.compile(" +");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
  private static final Pattern SIZE = Pattern.compile(".*?\\b([0-9]{1,5})[x ]([0-9]{1,5})\\b.*");
  private static final Pattern NAMED_UNIT = Pattern.compile("(s|sec|seconds|ms|us|µs|ns)");
  private static final String[] ORDERS = {"txyp", "xypt", "xytp", "tpxy"};

  /**
   * Reads it from the first bytes of a file.
   *
   * @param whole whether the bytes are the whole file
   * @return null when this is no text of events
   */
  static @Nullable TextLayout of(byte[] head, int length, boolean whole, ReadHints hints) {
    SensorGeometry sensor = null;
    @Nullable List<String> names = null;
    List<List<String>> rows = new ArrayList<>();
    int at = 0;
    int headBytes = 0;
    while (at < length && rows.size() < LINES_LOOKED_AT) {
      int end = at;
      while (end < length && head[end] != '\n') {
        end++;
      }
      if (end == length && !whole) {
        break;
      }
      String line = new String(head, at, end - at, StandardCharsets.UTF_8).strip();
      at = end + 1;
      boolean first = rows.isEmpty();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("%")) {
        sensor = first && sensor == null ? size(line) : sensor;
      } else if (first
          && names == null
          && SIZE.matcher(line).matches()
          && split(line).length == 2) {
        sensor = size(line);
      } else if (first && names == null && !isNumbers(split(line))) {
        names = List.of(split(line.toLowerCase(Locale.ROOT).replace("\"", "")));
      } else {
        if (!isNumbers(split(line))) {
          break;
        }
        rows.add(List.of(split(line)));
        continue;
      }
      if (first) {
        headBytes = Math.min(at, length);
      }
    }
    if (names == null && rows.isEmpty()) {
      return null;
    }
    return arranged(headBytes, names, rows, sensor, hints);
  }

  /** At the marks between columns; at blanks, where there are none. */
  private static String[] split(String line) {
    String[] parts = MARKS.split(line, -1);
    return parts.length > 1 ? parts : BLANKS.split(line, -1);
  }

  private static @Nullable TextLayout arranged(
      int headBytes,
      @Nullable List<String> names,
      List<List<String>> rows,
      @Nullable SensorGeometry told,
      ReadHints hints) {
    SensorGeometry sensor = told;
    int[] order = null;
    TimeUnitOfText unit = hints.unit();
    if (hints.columns() != null) {
      order = byNames(List.of(split(hints.columns().toLowerCase(Locale.ROOT))));
    } else if (names != null) {
      order = byNames(names);
      sensor = sensor == null ? sizeInNames(names) : sensor;
    } else {
      order = byValues(rows);
    }
    if (order == null || rows.stream().anyMatch(row -> row.size() < 4)) {
      return null;
    }
    if (unit == null && names != null && order[0] < names.size()) {
      unit = unitInName(names.get(order[0]));
    }
    unit = unit == null ? unitOf(rows, order[0]) : unit;
    return new TextLayout(headBytes, order[0], order[1], order[2], order[3], unit, sensor);
  }

  private static boolean isNumbers(String[] parts) {
    if (parts.length < 4) {
      return false;
    }
    for (String part : parts) {
      boolean truth = part.equalsIgnoreCase("true") || part.equalsIgnoreCase("false");
      if (!truth && !NUMBER.matcher(part).matches()) {
        return false;
      }
    }
    return true;
  }

  /** Columns of t, x, y, p; null when one is missing. */
  private static int @Nullable [] byNames(List<String> names) {
    int[] order = {-1, -1, -1, -1};
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).replaceAll("[@_ (\\[].*", "");
      int which =
          switch (name) {
            case "t", "ts", "time", "timestamp", "timestamps" -> 0;
            case "x", "xs", "col", "column" -> 1;
            case "y", "ys", "row" -> 2;
            case "p", "ps", "pol", "polarity", "on" -> 3;
            default -> -1;
          };
      if (which >= 0 && order[which] < 0) {
        order[which] = i;
      }
    }
    for (int column : order) {
      if (column < 0) {
        return null;
      }
    }
    return order;
  }

  /** The first usual order whose times do not decrease and whose polarities have two values. */
  private static int @Nullable [] byValues(List<List<String>> rows) {
    for (String order : ORDERS) {
      int t = order.indexOf('t');
      int p = order.indexOf('p');
      double before = Double.NEGATIVE_INFINITY;
      boolean fits = true;
      for (List<String> row : rows) {
        double micros = number(row.get(t));
        double polarity = number(row.get(p));
        fits &= micros >= before && (polarity == 0 || Math.abs(polarity) == 1);
        fits &= whole(row.get(order.indexOf('x'))) && whole(row.get(order.indexOf('y')));
        before = micros;
      }
      if (fits) {
        return new int[] {t, order.indexOf('x'), order.indexOf('y'), p};
      }
    }
    return null;
  }

  private static double number(String text) {
    return NUMBER.matcher(text).matches()
        ? Double.parseDouble(text)
        : text.equalsIgnoreCase("true") ? 1 : 0;
  }

  private static boolean whole(String text) {
    double value = number(text);
    return value >= 0 && value < 65_536 && value == Math.rint(value);
  }

  private static TimeUnitOfText unitOf(List<List<String>> rows, int t) {
    for (List<String> row : rows) {
      String time = t < row.size() ? row.get(t) : "";
      if (time.indexOf('.') >= 0) {
        return TimeUnitOfText.S;
      }
      if (number(time) >= NANOS_FROM) {
        return TimeUnitOfText.NS;
      }
    }
    return TimeUnitOfText.US;
  }

  private static @Nullable TimeUnitOfText unitInName(String name) {
    for (String part : name.split("[^a-zµ]+", -1)) {
      Matcher unit = NAMED_UNIT.matcher(part);
      if (unit.matches() && !part.equals(name)) {
        return switch (part) {
          case "ms" -> TimeUnitOfText.MS;
          case "us", "µs" -> TimeUnitOfText.US;
          case "ns" -> TimeUnitOfText.NS;
          default -> TimeUnitOfText.S;
        };
      }
    }
    return null;
  }

  private static @Nullable SensorGeometry size(String line) {
    Matcher size = SIZE.matcher(line);
    return size.matches() ? sensor(size.group(1), size.group(2)) : null;
  }

  /** faery writes its columns as {@code x@640,y@480}. */
  private static @Nullable SensorGeometry sizeInNames(List<String> names) {
    String width = "";
    String height = "";
    for (String name : names) {
      width = name.matches("x@[0-9]{1,5}") ? name.substring(2) : width;
      height = name.matches("y@[0-9]{1,5}") ? name.substring(2) : height;
    }
    return width.isEmpty() || height.isEmpty() ? null : sensor(width, height);
  }

  private static @Nullable SensorGeometry sensor(String width, String height) {
    int w = Integer.parseInt(width);
    int h = Integer.parseInt(height);
    boolean possible = w >= 1 && h >= 1 && w <= 65_536 && h <= 65_536;
    return possible ? new SensorGeometry(w, h) : null;
  }
}
