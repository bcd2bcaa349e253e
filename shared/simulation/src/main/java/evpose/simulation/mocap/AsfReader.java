package evpose.simulation.mocap;

import static evpose.simulation.body.Rotations.aboutX;
import static evpose.simulation.body.Rotations.aboutY;
import static evpose.simulation.body.Rotations.aboutZ;
import static evpose.simulation.body.Rotations.identity;
import static evpose.simulation.body.Rotations.times;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an ASF skeleton; one use. */
final class AsfReader {
  private static final String ROOT = "root";
  private static final int MAX_BONES = 500;

  private final MotionLines lines;
  private boolean radians;
  private double[] rootPlace = new double[3];
  private double[] rootAngles = new double[3];
  private String rootAxis = "XYZ";
  private List<AsfBone.Freedom> rootFreedoms = List.of();
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new LinkedHashMap<>();

  /** A bone before it is known where it hangs. */
  private static final class Draft {
    String name = "";
    double[] direction = new double[3];
    double length;
    double[] axis = identity();
    List<AsfBone.Freedom> freedoms = List.of();
  }

  private AsfReader(MotionLines lines) {
    this.lines = lines;
  }

  static AsfSkeleton read(Path path) throws IOException {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      return read(String.valueOf(path.getFileName()), reader);
    }
  }

  static AsfSkeleton read(String file, Reader reader) throws IOException {
    return new AsfReader(new MotionLines(file, reader)).skeleton();
  }

  private AsfSkeleton skeleton() throws IOException {
    List<String> words = lines.next();
    while (words != null) {
      words =
          switch (words.get(0).toLowerCase(Locale.ROOT)) {
            case ":units" -> units();
            case ":root" -> root();
            case ":bonedata" -> bones();
            case ":hierarchy" -> hierarchy();
            default -> lines.next(); // version, name, documentation, skin
          };
    }
    if (rootFreedoms.isEmpty() || drafts.isEmpty() || children.isEmpty()) {
      throw lines.broken("an ASF file has the sections :root, :bonedata and :hierarchy");
    }
    double[] axis = turn(rootAngles, rootAxis);
    List<AsfBone> bones = new ArrayList<>();
    bones.add(new AsfBone(ROOT, -1, new double[3], axis, rootFreedoms));
    hang(ROOT, 0, bones);
    if (bones.size() != drafts.size() + 1) {
      throw lines.broken(
          "every bone must hang on another in :hierarchy: bones="
              + drafts.size()
              + ", hanging="
              + (bones.size() - 1));
    }
    return new AsfSkeleton(lines.file(), radians, rootPlace, List.copyOf(bones));
  }

  private void hang(String parent, int parentIndex, List<AsfBone> bones) throws IOException {
    for (String name : children.getOrDefault(parent, List.of())) {
      Draft draft = drafts.get(name);
      if (draft == null) {
        throw lines.broken(":hierarchy names a bone that :bonedata does not have: bone=" + name);
      }
      if (bones.stream().anyMatch(bone -> bone.name().equals(name))) {
        throw lines.broken(":hierarchy must be a tree, a bone hangs twice: bone=" + name);
      }
      double[] d = draft.direction;
      double[] reach = {d[0] * draft.length, d[1] * draft.length, d[2] * draft.length};
      bones.add(new AsfBone(name, parentIndex, reach, draft.axis, draft.freedoms));
      hang(name, bones.size() - 1, bones);
    }
  }

  private @Nullable List<String> units() throws IOException {
    List<String> words = lines.next();
    for (; words != null && !opens(words); words = lines.next()) {
      if (words.get(0).equals("angle")) {
        radians = words.size() > 1 && words.get(1).toLowerCase(Locale.ROOT).startsWith("rad");
      }
    }
    return words;
  }

  private @Nullable List<String> root() throws IOException {
    List<String> words = lines.next();
    for (; words != null && !opens(words); words = lines.next()) {
      switch (words.get(0)) {
        case "order" -> rootFreedoms = freedoms(words);
        case "axis" -> rootAxis = words.size() > 1 ? words.get(1) : rootAxis;
        case "position" -> rootPlace = lines.numbers(words, 1);
        case "orientation" -> rootAngles = lines.numbers(words, 1);
        default -> {}
      }
    }
    return words;
  }

  private @Nullable List<String> bones() throws IOException {
    List<String> words = lines.next();
    for (; words != null && !opens(words); words = lines.next()) {
      if (!words.get(0).equals("begin")) {
        throw lines.broken("a bone begins with begin: word=" + words.get(0));
      }
      Draft draft = bone();
      if (draft.name.isEmpty() || drafts.put(draft.name, draft) != null) {
        throw lines.broken("every bone needs a name of its own: name=" + draft.name);
      }
      if (drafts.size() > MAX_BONES) {
        throw lines.broken("at most " + MAX_BONES + " bones are read: bone=" + draft.name);
      }
    }
    return words;
  }

  private Draft bone() throws IOException {
    Draft draft = new Draft();
    for (List<String> words = lines.need(); !words.get(0).equals("end"); words = lines.need()) {
      switch (words.get(0)) {
        case "name" -> draft.name = words.size() > 1 ? words.get(1) : "";
        case "direction" -> draft.direction = lines.numbers(words, 1);
        case "length" -> draft.length = lines.number(words, 1);
        case "axis" -> draft.axis = axis(words);
        case "dof" -> draft.freedoms = freedoms(words);
        default -> {} // id, limits and their further lines, masses
      }
    }
    return draft;
  }

  private double[] axis(List<String> words) throws IOException {
    return turn(lines.numbers(words, 1), words.size() > 4 ? words.get(4) : "XYZ");
  }

  private @Nullable List<String> hierarchy() throws IOException {
    List<String> words = lines.next();
    for (; words != null && !opens(words); words = lines.next()) {
      String parent = words.get(0);
      if (!parent.equals("begin") && !parent.equals("end")) {
        children
            .computeIfAbsent(parent, key -> new ArrayList<>())
            .addAll(words.subList(1, words.size()));
      }
    }
    return words;
  }

  /** Whether a line opens a section. */
  private static boolean opens(List<String> words) {
    return words.get(0).startsWith(":");
  }

  private List<AsfBone.Freedom> freedoms(List<String> words) throws IOException {
    List<AsfBone.Freedom> freedoms = new ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      try {
        freedoms.add(AsfBone.Freedom.valueOf(word.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw lines.broken("a freedom is one of tx, ty, tz, rx, ry, rz: word=" + word);
      }
    }
    return List.copyOf(freedoms);
  }

  /** Three angles, the first letter's turn applied first. */
  private double[] turn(double[] angles, String order) throws IOException {
    double[] turn = identity();
    for (int i = 0; i < 3; i++) {
      double degrees = radians ? StrictMath.toDegrees(angles[i]) : angles[i];
      char letter = i < order.length() ? order.charAt(i) : ' ';
      turn =
          switch (letter) {
            case 'X', 'x' -> times(aboutX(degrees), turn);
            case 'Y', 'y' -> times(aboutY(degrees), turn);
            case 'Z', 'z' -> times(aboutZ(degrees), turn);
            default -> throw lines.broken("an order of axes is like XYZ: order=" + order);
          };
    }
    return turn;
  }
}
