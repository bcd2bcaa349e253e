package evpose.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them: {@code 1,3,13-17}. */
final class Ranges {
  private static final Pattern PART = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  private Ranges() {}

  /**
   * @param what for the message
   * @return each number once, in the order written
   * @throws IllegalArgumentException when it cannot be read or a number is not in [least, most]
   */
  static List<Integer> parse(String what, String text, int least, int most) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            what + " are numbers and ranges such as 1,3,13-17: " + what + "=" + text);
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first < least || last > most || last < first) {
        throw new IllegalArgumentException(
            what + " go from " + least + " to " + most + ": " + what + "=" + text);
      }
      for (int number = first; number <= last; number++) {
        if (!numbers.contains(number)) {
          numbers.add(number);
        }
      }
    }
    return numbers;
  }
}
