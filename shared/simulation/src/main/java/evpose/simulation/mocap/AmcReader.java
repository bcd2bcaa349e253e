package evpose.simulation.mocap;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads an AMC motion of a known ASF skeleton; one use. */
final class AmcReader {
  private static final int MAX_FRAMES = 1_000_000;

  private final AsfSkeleton skeleton;
  private final MotionLines lines;
  private final int[] first;
  private final int values;
  private final List<double[]> frames = new ArrayList<>();

  private AmcReader(AsfSkeleton skeleton, MotionLines lines) {
    this.skeleton = skeleton;
    this.lines = lines;
    first = new int[skeleton.bones().size()];
    int sum = 0;
    for (int i = 0; i < first.length; i++) {
      first[i] = sum;
      sum += skeleton.bones().get(i).freedoms().size();
    }
    values = sum;
  }

  static AsfKinematics read(AsfSkeleton skeleton, Path path) throws IOException {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      return read(skeleton, String.valueOf(path.getFileName()), reader);
    }
  }

  static AsfKinematics read(AsfSkeleton skeleton, String file, Reader reader) throws IOException {
    AmcReader amc = new AmcReader(skeleton, new MotionLines(file, reader));
    amc.frames();
    return new AsfKinematics(skeleton, file, amc.frames.toArray(new double[0][]));
  }

  private void frames() throws IOException {
    boolean radians = skeleton.radians();
    boolean[] told = new boolean[first.length];
    for (List<String> words = lines.next(); words != null; words = lines.next()) {
      String word = words.get(0);
      if (word.startsWith(":")) {
        String flag = word.toLowerCase(Locale.ROOT);
        radians = flag.equals(":radians") || (radians && !flag.equals(":degrees"));
      } else if (words.size() == 1 && Character.isDigit(word.charAt(0))) {
        endFrame(told);
        if (frames.size() == MAX_FRAMES) {
          throw lines.broken("at most " + MAX_FRAMES + " frames are read: frame=" + word);
        }
        frames.add(new double[values]);
      } else {
        bone(words, told);
      }
    }
    endFrame(told);
    if (frames.isEmpty()) {
      throw lines.broken("an AMC file has frames, each after its number: frames=0");
    }
    if (radians != skeleton.radians()) {
      throw lines.broken("skeleton and motion must count angles alike: radians=" + radians);
    }
  }

  private void bone(List<String> words, boolean[] told) throws IOException {
    int bone = skeleton.indexOf(words.get(0));
    if (bone < 0) {
      throw lines.broken(
          skeleton.file()
              + " has no such bone, take this motion's own skeleton: bone="
              + words.get(0));
    }
    if (frames.isEmpty()) {
      throw lines.broken("a frame's number must come before its bones: bone=" + words.get(0));
    }
    int freedoms = skeleton.bones().get(bone).freedoms().size();
    if (words.size() != freedoms + 1) {
      throw lines.broken(
          "a bone has as many values as freedoms in "
              + skeleton.file()
              + ": bone="
              + words.get(0)
              + ", values="
              + (words.size() - 1)
              + ", freedoms="
              + freedoms);
    }
    double[] frame = frames.get(frames.size() - 1);
    for (int i = 0; i < freedoms; i++) {
      frame[first[bone] + i] = lines.number(words, i + 1);
    }
    told[bone] = true;
  }

  /** Every bone that can move must have moved. */
  private void endFrame(boolean[] told) throws IOException {
    for (int i = 0; i < told.length; i++) {
      AsfBone bone = skeleton.bones().get(i);
      if (!frames.isEmpty() && !told[i] && !bone.freedoms().isEmpty()) {
        throw lines.broken(
            "every bone must be in every frame: frame="
                + frames.size()
                + ", missing bone="
                + bone.name());
      }
      told[i] = false;
    }
  }
}
