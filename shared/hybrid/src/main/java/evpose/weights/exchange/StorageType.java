package evpose.weights.exchange;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of number that PyTorch stores, by the names that its pickles use; little endian. */
enum StorageType {
  FLOAT("FloatStorage", "float32", 4),
  HALF("HalfStorage", "float16", 2),
  BFLOAT16("BFloat16Storage", "bfloat16", 2),
  LONG("LongStorage", "int64", 8),
  DOUBLE("DoubleStorage", "float64", 8),
  INT("IntStorage", "int32", 4),
  SHORT("ShortStorage", "int16", 2),
  CHAR("CharStorage", "int8", 1),
  BYTE("ByteStorage", "uint8", 1),
  BOOL("BoolStorage", "bool", 1);

  private static final int HALF_EXPONENT_BIAS = 15;
  private static final int HALF_MANTISSA_BITS = 10;

  /** The class in module torch. */
  final String className;

  /** What users call it. */
  final String dtype;

  /** Bytes of one number. */
  final int width;

  StorageType(String className, String dtype, int width) {
    this.className = className;
    this.dtype = dtype;
    this.width = width;
  }

  /** Bytes of one number, by what users call its kind. */
  static int widthOf(String dtype) {
    return Arrays.stream(values())
        .filter(t -> t.dtype.equals(dtype))
        .findFirst()
        .orElseThrow()
        .width;
  }

  static Optional<StorageType> ofClass(String className) {
    return Arrays.stream(values()).filter(t -> t.className.equals(className)).findFirst();
  }

  /** Whether a float holds the number exactly, which for int64 depends on the number. */
  boolean readable() {
    return this == FLOAT || this == HALF || this == BFLOAT16 || this == LONG;
  }

  /**
   * The number at a byte position.
   *
   * @param bytes little endian
   * @return NaN for an int64 that a float cannot hold
   */
  float read(ByteBuffer bytes, int at) {
    return switch (this) {
      case FLOAT -> bytes.getFloat(at);
      case HALF -> half(bytes.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
      case LONG -> exact(bytes.getLong(at));
      default -> throw new IllegalStateException("numbers of this kind are not read: " + dtype);
    };
  }

  private static float exact(long number) {
    return (long) (float) number == number && number != Long.MAX_VALUE ? number : Float.NaN;
  }

  /**
   * IEEE 754 half precision: a sign, five bits of exponent, ten of mantissa. Every half is a float.
   */
  static float half(short bits) {
    int exponent = (bits >> HALF_MANTISSA_BITS) & 0x1F;
    int mantissa = bits & 0x3FF;
    float size;
    if (exponent == 0x1F) {
      size = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) { // subnormal: no leading one
      size = Math.scalb((float) mantissa, 1 - HALF_EXPONENT_BIAS - HALF_MANTISSA_BITS);
    } else {
      float withLeadingOne = mantissa + (1 << HALF_MANTISSA_BITS);
      size = Math.scalb(withLeadingOne, exponent - HALF_EXPONENT_BIAS - HALF_MANTISSA_BITS);
    }
    return bits < 0 ? -size : size;
  }
}
