package evpose.simulation.mocap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/** Reads BVH word by word; one use. */
final class BvhReader {
  private static final int MAX_FRAMES = 1_000_000;

  private final String file;
  private final BufferedReader reader;
  private StringTokenizer words = new StringTokenizer("");
  private int line;

  private final List<BvhFile.Joint> joints = new ArrayList<>();
  private int channels;

  private BvhReader(String file, Reader reader) {
    this.file = file;
    this.reader = new BufferedReader(reader);
  }

  static BvhFile read(Path path) throws IOException {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      return read(String.valueOf(path.getFileName()), reader);
    }
  }

  static BvhFile read(String file, Reader reader) throws IOException {
    return new BvhReader(file, reader).file();
  }

  private BvhFile file() throws IOException {
    expect("HIERARCHY", "a BVH file begins with HIERARCHY");
    expect("ROOT", "the hierarchy begins with ROOT");
    hierarchy();
    expect("MOTION", "the hierarchy is followed by MOTION");
    expect("Frames:", "MOTION is followed by Frames:");
    double count = number();
    if (!(count >= 1 && count <= MAX_FRAMES)) {
      throw broken("frames must be in [1, " + MAX_FRAMES + "]: frames=" + (long) count);
    }
    expect("Frame", "the number of frames is followed by Frame Time:");
    expect("Time:", "the number of frames is followed by Frame Time:");
    double frameSeconds = number();
    if (!(frameSeconds > 0)) {
      throw broken("the frame time must be positive: seconds=" + frameSeconds);
    }
    double[][] frames = new double[(int) count][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = new double[channels];
      for (int c = 0; c < channels; c++) {
        frames[i][c] = number();
      }
    }
    return new BvhFile(file, joints, frameSeconds, frames);
  }

  private void hierarchy() throws IOException {
    Deque<Integer> open = new ArrayDeque<>();
    open.push(joint(-1));
    while (!open.isEmpty()) {
      String word = word();
      switch (word) {
        case "JOINT" -> open.push(joint(open.element()));
        case "End" -> endSite();
        case "}" -> open.pop();
        default -> throw broken("JOINT, End Site or } must come here: word=" + word);
      }
    }
  }

  private int joint(int parent) throws IOException {
    StringBuilder name = new StringBuilder(word());
    String word = word();
    while (!word.equals("{")) { // names may have spaces
      name.append(' ').append(word);
      word = word();
    }
    List<Double> offset = offset();
    expect("CHANNELS", "an offset is followed by CHANNELS");
    int count = (int) number();
    List<BvhFile.Channel> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(channel(word()));
    }
    joints.add(new BvhFile.Joint(name.toString(), parent, offset, List.copyOf(list), channels));
    channels += count;
    return joints.size() - 1;
  }

  private void endSite() throws IOException {
    expect("Site", "End is followed by Site");
    expect("{", "End Site is followed by {");
    offset();
    expect("}", "the offset of an End Site is followed by }");
  }

  private List<Double> offset() throws IOException {
    expect("OFFSET", "a joint begins with its OFFSET");
    return List.of(number(), number(), number());
  }

  private BvhFile.Channel channel(String word) throws MotionFormatException {
    for (BvhFile.Channel channel : BvhFile.Channel.values()) {
      if (channel.name().equals(word.toUpperCase(Locale.ROOT))) {
        return channel;
      }
    }
    throw broken("a channel is an X, Y or Z position or rotation: word=" + word);
  }

  private void expect(String expected, String rule) throws IOException {
    String word = word();
    if (!word.equalsIgnoreCase(expected)) {
      throw broken(rule + ": word=" + word);
    }
  }

  private double number() throws IOException {
    String word = word();
    try {
      double value = Double.parseDouble(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, with the place
    }
    throw broken("a number must come here: word=" + word);
  }

  private String word() throws IOException {
    while (!words.hasMoreTokens()) {
      String text = reader.readLine();
      if (text == null) {
        throw broken("the file ends too early, copy it again");
      }
      line++;
      words = new StringTokenizer(text);
    }
    return words.nextToken();
  }

  private MotionFormatException broken(String what) {
    return new MotionFormatException(file + ", line " + line + ": " + what);
  }
}
