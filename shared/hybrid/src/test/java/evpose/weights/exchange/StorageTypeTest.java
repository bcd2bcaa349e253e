package evpose.weights.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class StorageTypeTest {

  /** IEEE 754: (-1)^s · 2^(e - 15) · (1 + m / 1024), and for e = 0: (-1)^s · 2^-14 · m / 1024. */
  @Test
  void everyHalfIsTheNumberThatItsBitsSay() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int e = (bits >> 10) & 31;
      int m = bits & 1023;
      double size = e == 0 ? Math.pow(2, -14) * m / 1024 : Math.pow(2, e - 15) * (1 + m / 1024.0);
      double expected = bits >= 1 << 15 ? -size : size;
      float actual = StorageType.half((short) bits);
      if (e == 31 && m > 0) {
        assertThat(actual).as("bits %04x", bits).isNaN();
      } else if (e == 31) {
        assertThat(actual).isEqualTo(bits >= 1 << 15 ? -1f / 0 : 1f / 0);
      } else {
        assertThat((double) actual).as("bits %04x", bits).isEqualTo(expected);
      }
    }
  }

  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    assertThat(read(StorageType.BFLOAT16, 0x3F80)).isEqualTo(1);
    assertThat(read(StorageType.BFLOAT16, 0xC049)).isEqualTo(-3.140625f);
    assertThat(read(StorageType.BFLOAT16, 0x7F80)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void integersThatAFloatCannotHoldAreNoNumbers() {
    assertThat(read(StorageType.LONG, 1L << 24)).isEqualTo(16_777_216);
    assertThat(read(StorageType.LONG, (1L << 24) + 1)).isNaN();
    assertThat(read(StorageType.LONG, -3)).isEqualTo(-3);
    assertThat(read(StorageType.LONG, Long.MAX_VALUE)).isNaN();
    assertThat(read(StorageType.LONG, Long.MIN_VALUE)).isEqualTo(-0x1p63f);
  }

  private static float read(StorageType type, long bits) {
    return type.read(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, bits), 0);
  }
}
