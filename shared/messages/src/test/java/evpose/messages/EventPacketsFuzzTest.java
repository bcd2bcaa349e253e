package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import evpose.events.EventPacket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, there comes a packet or a refusal with a known reason in one line. */
class EventPacketsFuzzTest {
  private static final long SEED = 20_240_601;

  /** Outcome to how often; "packet" is one of them. */
  private final Map<String, Integer> outcomes = new HashMap<>();

  private void decode(byte[] bytes, String what) {
    String outcome;
    try {
      EventPacket packet = EventPackets.decode(bytes);
      // A packet that came in can always go out again.
      assertThat(EventPackets.decode(EventPackets.encode(packet)).size()).isEqualTo(packet.size());
      outcome = "packet";
    } catch (MalformedMessageException refused) {
      assertThat(refused.getMessage()).doesNotContain("\n", "\r").hasSizeLessThan(600);
      outcome = refused.reason();
    } catch (RuntimeException | Error e) {
      fail(what + ", seed=" + SEED, e);
      return;
    }
    outcomes.merge(outcome, 1, Integer::sum);
  }

  private void assertOnlyKnownOutcomes() {
    assertThat(outcomes.keySet())
        .isSubsetOf(
            "packet",
            "too-small",
            "too-large",
            "wrong-identifier",
            "bad-offset",
            "bad-vtable",
            "bad-vector",
            "bad-string",
            "missing-field",
            "bad-packet");
  }

  @Test
  void survivesRandomBytesBehindAGoodIdentifier() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length >= 8 && i % 8 != 0) {
        bytes[4] = 'E';
        bytes[5] = 'V';
        bytes[6] = 'P';
        bytes[7] = '1';
        bytes[0] = (byte) (random.nextInt(bytes.length) & ~3); // a root that is inside, mostly
        bytes[1] = 0;
        bytes[2] = 0;
        bytes[3] = 0;
      }
      decode(bytes, "random bytes, i=" + i);
    }
    assertOnlyKnownOutcomes();
    assertThat(outcomes).containsKeys("wrong-identifier", "bad-offset", "bad-vtable");
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    byte[] whole = EventPackets.encode(Samples.packet());
    int size = EventPackets.decode(whole).size();
    for (int length = 0; length < whole.length; length++) {
      decode(Arrays.copyOf(whole, length), "truncated, length=" + length);
    }
    assertOnlyKnownOutcomes();
    // The last bytes are padding or the end of the last vector's alignment; none may lose events.
    assertThat(outcomes.getOrDefault("packet", 0)).isLessThan(4);
    assertThat(size).isEqualTo(250);
  }

  @Test
  void survivesEveryByteReplaced() {
    byte[] whole = EventPackets.encode(Samples.packet());
    for (int at = 0; at < whole.length; at++) {
      byte good = whole[at];
      for (int bits : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
        whole[at] = (byte) (good ^ bits);
        decode(whole, "byte " + at + " ^ " + bits);
      }
      whole[at] = good;
    }
    assertOnlyKnownOutcomes();
    assertThat(outcomes)
        .containsKeys(
            "packet", "wrong-identifier", "bad-offset", "bad-vtable", "bad-vector", "bad-packet");
  }

  @Test
  void survivesSeveralNumbersReplaced() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] good = EventPackets.encode(Samples.packet());
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = good.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int at = random.nextBoolean() ? random.nextInt(160) : random.nextInt(bytes.length);
        bytes[at] = (byte) random.nextInt();
      }
      decode(bytes, "several bytes, i=" + i);
    }
    assertOnlyKnownOutcomes();
  }
}
