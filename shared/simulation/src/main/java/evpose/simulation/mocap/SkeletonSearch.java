package evpose.simulation.mocap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the ASF skeleton that an AMC file belongs to, in the same folder. */
final class SkeletonSearch {
  private SkeletonSearch() {}

  /** What follows the last dot, in lower case; empty without one. */
  static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * The motion's own skeleton, or that of its person (the part before the first {@code _}, as CMU
   * names files), or the only one there is.
   */
  static Path of(Path motion) throws IOException {
    Path folder = motion.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new MotionFormatException(motion + ": there is no such folder");
    }
    List<Path> skeletons;
    try (Stream<Path> files = Files.list(folder)) {
      skeletons = files.filter(file -> ending(file).equals("asf")).sorted().toList();
    }
    String name = stem(motion);
    for (String wanted : List.of(name, name.split("_", 2)[0])) {
      for (Path skeleton : skeletons) {
        if (stem(skeleton).equalsIgnoreCase(wanted)) {
          return skeleton;
        }
      }
    }
    if (skeletons.size() == 1) {
      return skeletons.get(0);
    }
    throw new MotionFormatException(
        motion
            + ": an AMC file needs its ASF skeleton in the same folder, as "
            + name.split("_", 2)[0]
            + ".asf: skeletons there="
            + skeletons.size());
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
