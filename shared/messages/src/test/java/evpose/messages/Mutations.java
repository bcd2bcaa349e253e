package evpose.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Records as bad luck or bad will would make them, out of good ones. Each is a seed's own. */
final class Mutations {
  private static final Pattern TOKEN =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?|\"[^\"]*\"|true|false|null");
  private static final Pattern FIELD = Pattern.compile("\"[A-Za-z0-9]+\":");

  private static final String[] ODD_TOKENS = {
    "null",
    "true",
    "\"\"",
    "[]",
    "{}",
    "[null]",
    "NaN",
    "-Infinity",
    "-0",
    "00",
    "1.",
    ".5",
    "0x10",
    "1e999",
    "-1e308",
    "1e-999",
    "1e2147483648",
    "2147483648",
    "4503599627370497",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "0.1e1",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\u2028\\n\"",
    "\"NaN\"",
    "\"a/b\"",
    "\"shed\"",
    "1,1",
    "//",
    "'a'"
  };

  private static final long[] ODD_NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    7,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x1_0000,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    -1,
    -4,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 62
  };

  private Mutations() {}

  /** Any bytes; some carry the identifier and a root that is inside. */
  private static byte[] random(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    if (bytes.length >= 8 && random.nextBoolean()) {
      System.arraycopy("EVP1".getBytes(ISO_8859_1), 0, bytes, 4, 4);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(0, random.nextInt(bytes.length) & ~3);
    }
    return bytes;
  }

  private static byte[] one(List<byte[]> good, SplittableRandom random) {
    return good.get(random.nextInt(good.size())).clone();
  }

  /** What fits any format. */
  private static byte[] bytes(List<byte[]> good, SplittableRandom random) {
    byte[] bytes = one(good, random);
    switch (random.nextInt(6)) {
      case 0 -> {
        return random(random);
      }
      case 1 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 2 -> {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      }
      case 3 -> {
        return spliced(bytes, one(good, random), random);
      }
      case 4 -> {
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
      }
      default -> {
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
      }
    }
  }

  /** A piece of one in place of a piece of the other. */
  private static byte[] spliced(byte[] one, byte[] other, SplittableRandom random) {
    int from = random.nextInt(one.length);
    int to = from + random.nextInt(one.length - from + 1);
    int otherFrom = random.nextInt(other.length);
    int length = random.nextInt(other.length - otherFrom + 1);
    byte[] out = new byte[from + length + one.length - to];
    System.arraycopy(one, 0, out, 0, from);
    System.arraycopy(other, otherFrom, out, from, length);
    System.arraycopy(one, to, out, from + length, one.length - to);
    return out;
  }

  /** Mostly lengths and offsets, where a FlatBuffer has them: in front, and before each array. */
  static byte[] ofFlatBuffer(List<byte[]> good, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return bytes(good, random);
    }
    byte[] bytes = one(good, random);
    ByteBuffer at = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int size = 1 << (1 + random.nextInt(3));
      int reach = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, 160);
      int place = random.nextInt(Math.max(1, reach - size + 1)) & -size;
      long value =
          switch (random.nextInt(3)) {
            case 0 -> ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
            case 1 -> bytes.length + random.nextInt(-9, 9);
            default -> random.nextInt(bytes.length);
          };
      switch (size) {
        case 2 -> at.putShort(place, (short) value);
        case 4 -> at.putInt(place, (int) value);
        default -> at.putLong(place, value);
      }
    }
    return bytes;
  }

  static byte[] ofJson(List<byte[]> good, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return bytes(good, random);
    }
    String text = new String(one(good, random), UTF_8);
    return switch (random.nextInt(8)) {
      case 0 -> fieldRepeated(text, random).getBytes(UTF_8);
      case 1 -> fieldRenamed(text, random).getBytes(UTF_8);
      case 2 -> tokenReplaced(text, tokens(text, random), random).getBytes(UTF_8);
      case 3 ->
          random.nextInt(50) == 0 ? text.getBytes(UTF_16LE) : ("\uFEFF" + text).getBytes(UTF_8);
      default -> {
        String more = tokenReplaced(text, ODD_TOKENS[random.nextInt(ODD_TOKENS.length)], random);
        yield (random.nextBoolean() ? more : tokenReplaced(more, large(random), random))
            .getBytes(UTF_8);
      }
    };
  }

  /** Something long or deep; very long or very deep now and then. */
  private static String large(SplittableRandom random) {
    int n = random.nextInt(1000) == 0 ? 100_000 + random.nextInt(200_000) : random.nextInt(500);
    return switch (random.nextInt(6)) {
      case 0 -> "9".repeat(n + 1);
      case 1 -> "0." + "3".repeat(n + 1);
      case 2 -> "\"" + "a".repeat(n) + "\"";
      case 3 -> "[".repeat(n) + (random.nextBoolean() ? "]".repeat(n) : "");
      case 4 -> "{\"a\":".repeat(n) + "1" + (random.nextBoolean() ? "}".repeat(n) : "");
      default -> "[" + "0,".repeat(n) + "0]";
    };
  }

  private static MatchResult any(Pattern pattern, String text, SplittableRandom random) {
    List<MatchResult> all = pattern.matcher(text).results().toList();
    return all.get(random.nextInt(all.size()));
  }

  private static String tokens(String text, SplittableRandom random) {
    return any(TOKEN, text, random).group();
  }

  private static String tokenReplaced(String text, String by, SplittableRandom random) {
    MatchResult token = any(TOKEN, text, random);
    return text.substring(0, token.start()) + by + text.substring(token.end());
  }

  private static String fieldRepeated(String text, SplittableRandom random) {
    MatchResult field = any(FIELD, text, random);
    return text.substring(0, field.start())
        + field.group()
        + (random.nextBoolean() ? "null," : "1,")
        + text.substring(field.start());
  }

  private static String fieldRenamed(String text, SplittableRandom random) {
    MatchResult field = any(FIELD, text, random);
    String name = any(FIELD, text, random).group();
    return text.substring(0, field.start())
        + (random.nextInt(4) == 0 ? "\"" + "n".repeat(random.nextInt(3_000)) + "\":" : name)
        + text.substring(field.end());
  }
}
