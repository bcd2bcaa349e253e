package evpose.recordings.hdf5;

import evpose.events.SensorGeometry;
import evpose.recordings.RecordedCamera;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the events in a file: see the package for the layouts. */
final class Hdf5Cameras {
  private static final int DEEPEST = 4;
  private static final int MOST_NODES = 10_000;
  private static final int MOST_CAMERAS = 64;
  private static final int LARGEST_VALUE_BYTES = 256;
  private static final Pattern DHP19 = Pattern.compile("cam[0-9]+_events");
  private static final String INDEX = "ms_to_idx";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

  private final List<Hdf5Camera> found = new ArrayList<>();
  private int nodes;

  private Hdf5Cameras() {}

  /** The cameras of a file, in the order of its groups. */
  static List<Hdf5Camera> in(Group root) {
    Hdf5Cameras cameras = new Hdf5Cameras();
    cameras.search(root, 0);
    return cameras.found;
  }

  private void search(Group group, int depth) {
    Map<String, Node> children = group.getChildren();
    Dataset x = dataset(children, "x", "xs");
    Dataset y = dataset(children, "y", "ys");
    Dataset t = dataset(children, "t", "ts", "timestamps", "timestamp");
    Dataset p = dataset(children, "p", "ps", "polarity");
    if (x != null && y != null && t != null && p != null) {
      add(
          group,
          Hdf5Column.list(x),
          Hdf5Column.list(y),
          Hdf5Column.list(t),
          Hdf5Column.list(p),
          DHP19.matcher(group.getName()).matches() ? 1 : 0);
      return;
    }
    if (children.get("events") instanceof Dataset table) {
      table(group, table);
      return;
    }
    for (Node child : children.values()) {
      if (nodes++ < MOST_NODES && depth < DEEPEST && child instanceof Group inner) {
        search(inner, depth + 1);
      }
    }
  }

  private void table(Group group, Dataset table) {
    long[] sides = table.getDimensionsAsLong();
    if (table.isCompound() && sides.length == 1) {
      add(
          group,
          Hdf5Column.member(table, "x"),
          Hdf5Column.member(table, "y"),
          Hdf5Column.member(table, "t"),
          Hdf5Column.member(table, "p"),
          0);
    } else if (sides.length == 2 && sides[1] == 4) {
      add(
          group,
          Hdf5Column.ofTable(table, 0),
          Hdf5Column.ofTable(table, 1),
          Hdf5Column.ofTable(table, 2),
          Hdf5Column.ofTable(table, 3),
          0);
    }
  }

  private void add(Group group, Hdf5Column x, Hdf5Column y, Hdf5Column t, Hdf5Column p, int base) {
    if (found.size() < MOST_CAMERAS) {
      found.add(
          new Hdf5Camera(
              idOf(group), x, y, t, p, ofMillis(group), base, offsetMicros(group), sensor(group)));
    }
  }

  private String idOf(Group group) {
    String path = group.getPath().replaceAll("^/|/$", "").replaceAll("(^|[/_])events$", "");
    String id = path.isEmpty() ? "cam" + found.size() : RecordedCamera.idFrom(path);
    boolean taken = found.stream().anyMatch(camera -> camera.id().equals(id));
    return taken ? "cam" + found.size() + "." + found.size() : id;
  }

  private static @Nullable Dataset dataset(Map<String, Node> children, String... names) {
    for (String name : names) {
      if (children.get(name) instanceof Dataset dataset) {
        return dataset;
      }
    }
    return null;
  }

  /** Beside the lists or beside their group; of several cameras each has its own. */
  private static @Nullable Hdf5Column ofMillis(Group group) {
    Dataset index = dataset(group.getChildren(), INDEX);
    if (index == null && group.getParent() != null && group.getParent() != group) {
      String own = group.getName().replaceAll("events$", INDEX);
      index = dataset(group.getParent().getChildren(), own, INDEX);
    }
    return index == null || index.isCompound() || index.getDimensions().length != 1
        ? null
        : Hdf5Column.list(index);
  }

  /** DSEC counts times from {@code t_offset}, beside or above the events. */
  private static long offsetMicros(Group group) {
    for (Group in = group; in != null; in = in.getParent() == in ? null : in.getParent()) {
      if (in.getChildren().get("t_offset") instanceof Dataset offset
          && offset.isScalar()
          && offset.getDataType().getSize() <= LARGEST_VALUE_BYTES
          && offset.getData() instanceof Number number) {
        return Math.max(0, Math.min(1L << 59, number.longValue()));
      }
    }
    return 0;
  }

  private static @Nullable SensorGeometry sensor(Group group) {
    for (Group in = group; in != null; in = in.getParent() == in ? null : in.getParent()) {
      SensorGeometry told = told(in);
      if (told != null) {
        return told;
      }
    }
    return null;
  }

  private static @Nullable SensorGeometry told(Group group) {
    Object resolution = value(group, "sensor_resolution"); // rows, columns
    if (resolution instanceof long[] a && a.length == 2) {
      return size(a[1], a[0]);
    }
    if (resolution instanceof int[] a && a.length == 2) {
      return size(a[1], a[0]);
    }
    if (value(group, "geometry") instanceof String text) {
      Matcher matcher = SIZE.matcher(text.strip());
      if (matcher.matches()) {
        return size(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      }
    }
    return value(group, "width") instanceof Number width
            && value(group, "height") instanceof Number height
        ? size(width.longValue(), height.longValue())
        : null;
  }

  private static @Nullable Object value(Group group, String name) {
    Attribute attribute = group.getAttribute(name);
    return attribute == null || isLarge(attribute) ? null : attribute.getData();
  }

  /** Told before it is read: nothing that is looked for is large. */
  private static boolean isLarge(Attribute attribute) {
    long numbers = attribute.isScalar() ? 1 : attribute.getSize();
    return numbers < 0
        || numbers > LARGEST_VALUE_BYTES
        || attribute.getDataType().getSize() > LARGEST_VALUE_BYTES;
  }

  private static @Nullable SensorGeometry size(long width, long height) {
    boolean possible = width >= 1 && height >= 1 && width <= 65_536 && height <= 65_536;
    return possible ? new SensorGeometry((int) width, (int) height) : null;
  }
}
