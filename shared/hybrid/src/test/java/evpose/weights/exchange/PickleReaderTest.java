package evpose.weights.exchange;

import static evpose.weights.exchange.Archive.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.weights.MalformedWeightsException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PickleReaderTest {

  @Test
  void valuesOfEveryKindAreRead() throws Exception {
    byte[] bytes =
        pickle(
            0x80, 2, "](K", 7, "M", 1, 2, "J", 0xFE, 0xFF, 0xFF, 0xFF, 0x8a, 0, 0x8a, 1, 0x80, 0x8a,
            2, 0xFF, 0, "G", 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, "N", 0x88, 0x89, "X", 2, 0, 0, 0, "hi",
            ")K", 1, 0x85, "e.");
    assertThat(PickleReader.read(bytes, "x"))
        .isEqualTo(
            List.of(
                7L,
                513L,
                -2L,
                0L,
                -128L,
                255L,
                1.5,
                PickleReader.Nothing.NONE,
                true,
                false,
                "hi",
                new PickleReader.Tuple(List.of()),
                new PickleReader.Tuple(List.of(1L))));
  }

  @Test
  void whatIsRememberedIsTheSameObject() throws Exception {
    Object root = PickleReader.read(pickle(0x80, 4, "(]", 0x94, "q", 9, "h", 0, "h", 9, "t."), "x");
    List<Object> items = ((PickleReader.Tuple) root).items();
    assertThat(items.get(0)).isSameAs(items.get(1)).isSameAs(items.get(2));
  }

  @Test
  void dictionariesAndTheirAttributesAreRead() throws Exception {
    byte[] bytes =
        pickle(
            0x80,
            2,
            "ccollections\nOrderedDict\n)R(X",
            1,
            0,
            0,
            0,
            "aK",
            1,
            "K",
            5,
            "K",
            2,
            "u}X",
            9,
            0,
            0,
            0,
            "_metadataNsb.");
    assertThat(PickleReader.read(bytes, "x")).isEqualTo(Map.of("a", 1L, 5L, 2L));
  }

  @Test
  void noOtherNameIsEverCalled() {
    refuses(
        pickle(0x80, 2, "cos\nsystem\nX", 9, 0, 0, 0, "rm -rf /x", 0x85, "R."),
        "x, byte 2: a state_dict needs no such name, nothing of it is run (of a whole model save"
            + " its state_dict()): name=os.system");
    refuses(
        pickle(0x80, 4, 0x8c, 8, "builtins", 0x8c, 4, "eval", 0x93, "."),
        "x, byte 18: a state_dict needs no such name, nothing of it is run (of a whole model save"
            + " its state_dict()): name=builtins.eval");
    refuses(
        pickle(0x80, 2, "ctorch\nload\n."),
        "x, byte 2: a state_dict needs no such name, nothing of it is run (of a whole model save"
            + " its state_dict()): name=torch.load");
    refuses(
        pickle(0x80, 2, "ctorch\nFloatStorage\n)R."),
        "x, byte 23: only allowed names are called, with a tuple: kind=StorageType");
    refuses(
        pickle(0x80, 2, "X", 2, 0, 0, 0, "os)R."),
        "x, byte 10: only allowed names are called, with a tuple: kind=String");
  }

  @Test
  void instructionsThatMakeObjectsAreNotKnown() {
    for (String code : List.of("i", "o", "P", "\u0081", "\u0092", "\u0082", "F", "S", "B")) {
      refuses(
          pickle(0x80, 2, ")" + code + "os\nsystem\n."),
          String.format(
              "x, byte 3: a state_dict needs no such instruction, nothing of it is run: code=0x%02x",
              (int) code.charAt(0)));
    }
  }

  @Test
  void aBuildOnAnythingButADictionaryIsRefused() {
    refuses(pickle(0x80, 2, "]}b."), "x, byte 4: only dictionaries have attributes: kind=list");
  }

  @Test
  void lengthsAreBoundedBeforeTheyAreUsed() {
    refuses(
        pickle(0x80, 2, "X", 0xFF, 0xFF, 0xFF, 0x7F, "a."),
        "x, byte 2: a pickle must not end inside an instruction: bytes=2147483647, left=2");
    refuses(
        pickle(0x80, 2, "X", 0xFF, 0xFF, 0xFF, 0xFF, "a."),
        "x, byte 2: a pickle must not end inside an instruction: bytes=4294967295, left=2");
    refuses(
        pickle(0x80, 2, 0x8a, 9, "123456789."),
        "x, byte 2: an integer has at most 8 bytes: bytes=9");
    refuses(
        pickle(0x80, 2, "("),
        "x, byte 3: a pickle must not end inside an instruction: bytes=1, left=0");
    refuses(pickle(0x80, 1, "."), "x, byte 0: a pickle's protocol must be in [2, 5]: protocol=1");
  }

  @Test
  void theStackIsNeverLeft() {
    refuses(pickle("R"), "x, byte 0: the stack lacks values: wanted=2");
    refuses(pickle(")(s"), "x, byte 2: the stack lacks values: wanted=2");
    refuses(pickle("t"), "x, byte 0: the stack has no mark");
    refuses(pickle("(q", 1), "x, byte 1: the stack lacks values: wanted=1");
    refuses(pickle("h", 3), "x, byte 0: nothing was remembered under this index: index=3");
    refuses(pickle(")K", 1, "a"), "x, byte 3: only lists are appended to: kind=Tuple");
    refuses(
        pickle("}])s"), "x, byte 3: a dictionary's keys must be strings or integers: kind=list");
  }

  @Test
  void aMillionListsInOneAnotherAreReadWithoutRecursion() throws Exception {
    byte[] nest = new byte[2_000_001];
    Arrays.fill(nest, 0, 1_000_000, (byte) ']');
    Arrays.fill(nest, 1_000_000, 1_999_999, (byte) 'a');
    nest[1_999_999] = '.';
    assertThat(((List<?>) PickleReader.read(nest, "x"))).hasSize(1);
  }

  /** Whatever byte is changed, the reader answers with values or with its own exception. */
  @Test
  void aDamagedPickleNeverEscapesAsAnotherException() {
    byte[] good =
        pickle(
            0x80,
            2,
            "ccollections\nOrderedDict\n)R(X",
            1,
            0,
            0,
            0,
            "w",
            Archive.one("Float", 4, "(K\u0002K\u0002t", "(K\u0002K\u0001t", 0),
            "q",
            1,
            "u}b.");
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] bad = good.clone();
      for (int k = 0; k <= round % 4; k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        StateDict.in(PickleReader.read(bad, "round " + round), "round " + round);
      } catch (MalformedWeightsException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(25_000, 49_999);
  }

  private static void refuses(byte[] bytes, String message) {
    assertThatThrownBy(() -> PickleReader.read(bytes, "x"))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(message);
  }
}
