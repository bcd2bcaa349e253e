package evpose.simulation.mocap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of words of an ASF or AMC file, without comments; knows where it is. */
final class MotionLines {
  private final String file;
  private final BufferedReader reader;
  private int line;

  MotionLines(String file, Reader reader) {
    this.file = file;
    this.reader = new BufferedReader(reader);
  }

  String file() {
    return file;
  }

  /** The next line that has words; null at the end. */
  @Nullable List<String> next() throws IOException {
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      line++;
      int comment = text.indexOf('#');
      String plain = (comment < 0 ? text : text.substring(0, comment)).trim();
      if (!plain.isEmpty()) {
        return List.of(plain.split("\\s+"));
      }
    }
    return null;
  }

  /** The next line that has words. */
  List<String> need() throws IOException {
    List<String> words = next();
    if (words == null) {
      throw broken("the file ends too early, copy it again");
    }
    return words;
  }

  /** A number at a place of a line. */
  double number(List<String> words, int i) throws MotionFormatException {
    String word = i < words.size() ? words.get(i) : "";
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

  /** Three numbers of a line. */
  double[] numbers(List<String> words, int from) throws MotionFormatException {
    return new double[] {number(words, from), number(words, from + 1), number(words, from + 2)};
  }

  MotionFormatException broken(String what) {
    return new MotionFormatException(file + ", line " + line + ": " + what);
  }
}
