package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import evpose.events.CameraFrame;
import evpose.events.EventPacket;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random and mutated records on each decoder: out comes a message that can be used and sent on, or
 * a refusal with a known reason; memory is taken in proportion to the record.
 *
 * <p>{@code -Devpose.fuzz.records=10000000} is the long form, {@code -Devpose.fuzz.decoder=rig} for
 * one of them, {@code -Devpose.fuzz.seed=N -Devpose.fuzz.records=1} the one record of a failure.
 */
class DecoderFuzzTest {
  private static final long RECORDS = Long.getLong("evpose.fuzz.records", 5_000);
  private static final long FIRST_SEED = Long.getLong("evpose.fuzz.seed", 1);
  private static final String DECODER = System.getProperty("evpose.fuzz.decoder", "");

  /**
   * Heap that one record may take: for itself, of which a calibration whose matrices are taken
   * apart needs most, and for each of its bytes.
   */
  private static final long BYTES_EACH = 2_000_000;

  private static final long BYTES_PER_BYTE = 100;

  private static final String USED = "used";

  private interface Decoder {
    void decode(byte[] bytes) throws MalformedMessageException;
  }

  private final Map<String, Long> outcomes = new TreeMap<>();

  @TestFactory
  Stream<DynamicTest> everyRecordIsUsedOrRefusedForAKnownReason() {
    Map<String, DynamicTest> tests = new LinkedHashMap<>();
    List<byte[]> packets =
        List.of(EventPackets.encode(Samples.packet()), EventPackets.encode(Samples.heartbeat()));
    tests.put(
        "packet", test("packet", packets, Mutations::ofFlatBuffer, DecoderFuzzTest::usePacket));
    CameraFrame frame = Samples.frame();
    byte[] noise = new byte[frame.pixels().length];
    new SplittableRandom(1).nextBytes(noise); // travels as it is
    List<byte[]> frames =
        List.of(
            CameraFrames.encode(frame),
            CameraFrames.encode(
                new CameraFrame("a", "b", frame.width(), frame.height(), 0, 0, 1, noise)));
    tests.put("frame", test("frame", frames, Mutations::ofFlatBuffer, DecoderFuzzTest::useFrame));
    Samples.byName()
        .forEach(
            (name, samples) -> {
              List<byte[]> good = new ArrayList<>();
              samples.forEach(sample -> good.add(Json.encode(sample)));
              Class<? extends Record> type = samples.get(0).getClass();
              tests.put(
                  name,
                  test(name, good, Mutations::ofJson, bytes -> use(Json.decode(bytes, type))));
            });
    return tests.entrySet().stream()
        .filter(t -> DECODER.isEmpty() || t.getKey().equals(DECODER))
        .map(Map.Entry::getValue);
  }

  private DynamicTest test(
      String name,
      List<byte[]> good,
      BiFunction<List<byte[]>, SplittableRandom, byte[]> mutate,
      Decoder decoder) {
    return DynamicTest.dynamicTest(name, () -> fuzz(name, good, mutate, decoder));
  }

  private void fuzz(
      String name,
      List<byte[]> good,
      BiFunction<List<byte[]>, SplittableRandom, byte[]> mutate,
      Decoder decoder) {
    assumeThat(ManagementFactory.getThreadMXBean())
        .as("this JVM does not count allocations")
        .isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    outcomes.clear();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RECORDS; seed++) {
      byte[] bytes = mutate.apply(good, new SplittableRandom(seed));
      long most = BYTES_EACH + BYTES_PER_BYTE * bytes.length;
      long before = threads.getCurrentThreadAllocatedBytes();
      String outcome = outcome(decoder, bytes, name, seed);
      long taken = threads.getCurrentThreadAllocatedBytes() - before;
      if (taken > most) { // what the JVM makes once, such as classes, it does not make again
        before = threads.getCurrentThreadAllocatedBytes();
        outcome(decoder, bytes, name, seed);
        taken = threads.getCurrentThreadAllocatedBytes() - before;
      }
      if (taken > most) {
        throw new AssertionError(
            said(name, seed, taken + " bytes of heap for " + bytes.length + " bytes"));
      }
      outcomes.merge(outcome, 1L, Long::sum);
    }
    System.out.println(name + ": " + outcomes);
    assertThat(outcomes.values().stream().mapToLong(n -> n).sum()).isEqualTo(RECORDS);
    assertThat(outcomes.keySet()).isSubsetOf(reasons(name));
    assertThat(outcomes).as("the mutations have teeth").hasSizeGreaterThan(RECORDS > 1_000 ? 4 : 0);
  }

  private static String outcome(Decoder decoder, byte[] bytes, String name, long seed) {
    try {
      decoder.decode(bytes);
      return USED;
    } catch (MalformedMessageException refused) {
      if (refused.getMessage().length() > 600 || refused.getMessage().indexOf('\n') >= 0) {
        throw new AssertionError(said(name, seed, "not one short line: " + refused.getMessage()));
      }
      return refused.reason();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(said(name, seed, String.valueOf(e)), e);
    }
  }

  private static String said(String decoder, long seed, String what) {
    return what
        + "; again: -Devpose.fuzz.decoder="
        + decoder
        + " -Devpose.fuzz.seed="
        + seed
        + " -Devpose.fuzz.records=1";
  }

  private static List<String> reasons(String name) {
    return name.equals("packet") || name.equals("frame")
        ? List.of(
            USED,
            "too-small",
            "too-large",
            "wrong-identifier",
            "bad-offset",
            "bad-vtable",
            "bad-vector",
            "bad-string",
            "missing-field",
            "bad-" + name)
        : List.of(
            USED,
            "too-large",
            "not-json",
            "wrong-type",
            "missing-field",
            "duplicate-field",
            "bad-value");
  }

  private static void usePacket(byte[] bytes) throws MalformedMessageException {
    EventPacket packet = EventPackets.decode(bytes);
    EventPacket again = EventPackets.decode(EventPackets.encode(packet));
    if (again.size() != packet.size()) {
      throw new AssertionError("another packet came back: " + packet + ", " + again);
    }
  }

  private static void useFrame(byte[] bytes) throws MalformedMessageException {
    CameraFrame frame = CameraFrames.decode(bytes);
    CameraFrame again = CameraFrames.decode(CameraFrames.encode(frame));
    if (!Arrays.equals(frame.pixels(), again.pixels())) {
      throw new AssertionError("another frame came back: " + frame + ", " + again);
    }
  }

  /** Does with a message what services do. */
  private static void use(Record message) throws MalformedMessageException {
    byte[] json = Json.encode(message);
    if (!Arrays.equals(json, Json.encode(Json.decode(json, message.getClass())))) {
      throw new AssertionError("another message came back: " + message);
    }
    if (message instanceof Pose2dMessage pose) {
      pose.toJoints(new Joints2d());
    } else if (message instanceof Pose3dMessage pose) {
      pose.toJoints(new Joints3d());
    } else if (message instanceof CalibrationMessage calibration) {
      calibration.toRig();
      calibration.sha256();
    }
  }
}
