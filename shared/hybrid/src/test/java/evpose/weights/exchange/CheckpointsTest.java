package evpose.weights.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.weights.MalformedWeightsException;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import evpose.weights.Safetensors;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of {@code src/test/python/write_checkpoints.py} are torch.save's own. */
class CheckpointsTest {
  private static final ModelDescription STUDY = ModelDescription.study();

  /** A hundredth of the paper's width, one bin. */
  private static final ModelDescription TINY =
      new ModelDescription(
          "tiny", 0.01, 32, 13, 1, 7500, 1_000_000, 750, false, false, 3, 0.8, 1, 10_000, 10, 2,
          Variant.D);

  @TempDir Path folder;

  private static Path fixture(String name) {
    try {
      return Path.of(CheckpointsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Path exported(Tensors tensors) throws IOException {
    Path file = folder.resolve("m.pth");
    Checkpoints.write(file, tensors);
    return file;
  }

  // ---- what torch wrote

  @Test
  void aStateDictOfTorchIsReadBitForBit() throws Exception {
    Checkpoints.Imported imported = Checkpoints.read(fixture("plain.pth"), TINY, false);
    sameBits(imported.bundle().tensors(), Safetensors.read(fixture("expected.safetensors")));
    assertThat(imported.wrapping()).isEmpty();
    assertThat(imported.bundle().tensors().get("up3_snn.norm_layer.num_batches_tracked").data())
        .containsExactly(2_800_001);
  }

  /** Beside an optimiser, in three precisions, as transposed views of shared storages. */
  @Test
  void aWrappedOneIsTheSame() throws Exception {
    Checkpoints.Imported imported = Checkpoints.read(fixture("wrapped.pth"), TINY, false);
    sameBits(imported.bundle().tensors(), Safetensors.read(fixture("expected.safetensors")));
    assertThat(imported.wrapping()).containsExactly("state_dict", "module.");
  }

  @Test
  void aWholeModelIsRefusedAndToldWhatToSave() {
    refuses(
        fixture("whole.pth"),
        "whole.pth: whole/data.pkl, byte 2: a state_dict needs no such name, nothing of it is run"
            + " (of a whole model save its state_dict()): name=torch.nn.modules.linear.Linear");
  }

  @Test
  void theFormatBeforePyTorch16IsNamed() {
    refuses(
        fixture("old.pth"),
        "old.pth: the format of PyTorch before 1.6 is not supported, load it and torch.save it"
            + " with a newer one");
  }

  // ---- there and back

  @Test
  void exportedAndImportedItIsTheSameModelBitForBit() throws Exception {
    ModelBundle bundle = ModelBundle.of(STUDY, RandomWeights.of(STUDY, 3));
    Path file = exported(bundle.tensors());
    Checkpoints.Imported back = Checkpoints.read(file, STUDY, false);
    assertThat(back.bundle().sha256()).isEqualTo(bundle.sha256());
    sameBits(back.bundle().tensors(), bundle.tensors());
    byte[] first = Files.readAllBytes(file);
    Checkpoints.write(file, back.bundle().tensors());
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void theShippedModelComesBackWithItsOwnHash() throws Exception {
    ModelBundle shipped = ModelBundle.shipped("compact");
    Checkpoints.Imported back =
        Checkpoints.read(exported(shipped.tensors()), shipped.description(), false);
    assertThat(back.bundle().sha256()).isEqualTo(shipped.sha256());
  }

  @Test
  void numbersBeginAtMultiplesOf64Bytes() throws Exception {
    Tensors tensors = new Tensors();
    float[] marks = new float[16];
    Arrays.fill(marks, 1.2345f);
    tensors.put("a", new Tensor(new int[] {16}, marks));
    tensors.put("bb", new Tensor(new int[] {2, 8}, marks));
    byte[] bytes = Files.readAllBytes(exported(tensors));
    int bits = Float.floatToIntBits(1.2345f);
    int found = 0;
    for (int at = 0; at + 4 <= bytes.length; at++) {
      ByteBuffer here = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (here.getInt(at) == bits) {
        assertThat(at % 64).isZero();
        at += 63;
        found++;
      }
    }
    assertThat(found).isEqualTo(2);
  }

  @Test
  void batchCountsMayBeAbsent() throws Exception {
    Tensors all = RandomWeights.of(STUDY, 3);
    Tensors some = without(all, name -> name.endsWith("num_batches_tracked"));
    Checkpoints.Imported imported = Checkpoints.read(exported(some), STUDY, false);
    sameBits(imported.bundle().tensors(), some);
  }

  // ---- what does not fit

  @Test
  void aMissingTensorIsNamed() throws Exception {
    Tensors some = without(RandomWeights.of(STUDY, 3), name -> name.startsWith("down2_snn.conv."));
    assertThatThrownBy(() -> Checkpoints.read(exported(some), STUDY, true))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "m.pth: the checkpoint lacks tensors that the network has:"
                + " name=down2_snn.conv.conv2d.weight, lacking=5, preset=study");
  }

  @Test
  void theAnnAloneIsRecognised() throws Exception {
    Tensors ann = new Tensors();
    ann.put("conv1.weight", new Tensor(new int[] {1}, new float[1]));
    assertThatThrownBy(() -> Checkpoints.read(exported(ann), STUDY, false))
        .hasMessageStartingWith(
            "m.pth: this looks like the ANN alone, a hybrid's checkpoint is needed:"
                + " name=conv1_cnn.weight, lacking=");
  }

  @Test
  void anExtraTensorIsNamedOrLeftOut() throws Exception {
    Tensors more = RandomWeights.of(STUDY, 3);
    more.put("states_9.conv1.weight", new Tensor(new int[] {1}, new float[1]));
    Path file = exported(more);
    assertThatThrownBy(() -> Checkpoints.read(file, STUDY, false))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "m.pth: the checkpoint has tensors that the network does not have:"
                + " name=states_9.conv1.weight, extra=1, preset=study");
    Checkpoints.Imported imported = Checkpoints.read(file, STUDY, true);
    assertThat(imported.leftOut()).containsExactly("states_9.conv1.weight");
    sameBits(imported.bundle().tensors(), RandomWeights.of(STUDY, 3));
  }

  @Test
  void aWrongShapeIsNamed() throws Exception {
    Path file = exported(RandomWeights.of(STUDY, 3));
    assertThatThrownBy(() -> Checkpoints.read(file, ModelDescription.paper(), false))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "m.pth: a tensor has another shape than the description asks for:"
                + " name=conv1_cnn.weight, shape=[4, 20, 7, 7], expected=[32, 20, 7, 7]");
  }

  @Test
  void aNumberThatIsNoneAndANegativeVarianceAreNamed() throws Exception {
    Tensors tensors = RandomWeights.of(STUDY, 3);
    tensors.get("states_4.conv2.bias").data()[2] = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> Checkpoints.read(exported(tensors), STUDY, false))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage("m.pth: weights must be finite: name=states_4.conv2.bias, number=-Infinity");
    Tensors others = RandomWeights.of(STUDY, 3);
    others.get("up1_snn.norm_layer.running_var").data()[0] = -1;
    assertThatThrownBy(() -> Checkpoints.read(exported(others), STUDY, false))
        .hasMessage(
            "m.pth: a variance must not be negative: name=up1_snn.norm_layer.running_var,"
                + " number=-1.0");
  }

  // ---- broken and hostile files

  @Test
  void aPickleThatWantsToRunSomethingIsRefused() throws Exception {
    byte[] evil = Archive.pickle(0x80, 2, "cposix\nsystem\nX", 8, 0, 0, 0, "touch /x", 0x85, "R.");
    refuses(
        Archive.of(evil).write(folder.resolve("e.pth")),
        "e.pth: a/data.pkl, byte 2: a state_dict needs no such name, nothing of it is run (of a"
            + " whole model save its state_dict()): name=posix.system");
  }

  @Test
  void aFileThatIsNoArchiveOrCutOffIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("t.pth"), "Dear reader,");
    refuses(text, "t.pth: a PyTorch checkpoint is a zip archive, this file is none");
    byte[] whole = Files.readAllBytes(fixture("plain.pth"));
    for (int length : new int[] {2, 1000, whole.length / 2, whole.length - 1}) {
      Path cut = Files.write(folder.resolve("c.pth"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoints.read(cut, TINY, false))
          .isInstanceOf(MalformedWeightsException.class)
          .hasMessageStartingWith("c.pth: the zip archive is broken or cut off: cause=");
    }
    assertThatThrownBy(() -> Checkpoints.read(folder.resolve("none.pth"), TINY, false))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatTorchNeverWritesIsRefused() throws Exception {
    Path file = folder.resolve("x.pth");
    byte[] none = Archive.pickle(0x80, 2, "}.");
    refuses(
        Archive.of(none).compressed().write(file),
        "x.pth: torch.save compresses nothing, this entry is: entry=a/data.pkl");
    refuses(
        new Archive().with("a/x", none).write(file),
        "x.pth: a checkpoint has one data.pkl: found=[]");
    refuses(
        Archive.of(none).with("b/data.pkl", none).write(file),
        "x.pth: a checkpoint has one data.pkl: found=[a/data.pkl, b/data.pkl]");
    refuses(
        Archive.of(none).with("a/byteorder", Archive.pickle("big")).write(file),
        "x.pth: only little endian checkpoints are supported: byteorder=big");
    refuses(
        Archive.of(new byte[PickleReader.MAX_BYTES + 1]).write(file),
        "x.pth: an entry is too large: entry=a/data.pkl, bytes=4194305, most=4194304");
    refuses(
        Archive.of(none).write(file),
        "x.pth: no tensors were found, neither here nor under state_dict, model_state_dict, model:"
            + " keys=[]");
    refuses(
        Archive.of(Archive.pickle(0x80, 2, "].")).write(file),
        "x.pth: a checkpoint is a dictionary of tensors, perhaps under state_dict");
  }

  @Test
  void aChangedNumberIsNoticed() throws Exception {
    byte[] bytes = Files.readAllBytes(fixture("plain.pth"));
    int at = "plain/data/0".length() + indexOf(bytes, "plain/data/0") + 100;
    bytes[at / 64 * 64] ^= 1;
    Path file = Files.write(folder.resolve("f.pth"), bytes);
    refuses(file, "f.pth: an entry does not have its checksum: entry=plain/data/0");
  }

  @Test
  void aTensorMustLieInItsStorage() throws Exception {
    String two = "(K\u0002t";
    String one = "(K\u0001t";
    readsNot(Archive.ofOne(2, "(K\u0003t", one, 0), "[3], stride=[1], offset=0, numbers=2");
    readsNot(Archive.ofOne(2, two, one, 1), "[2], stride=[1], offset=1, numbers=2");
    readsNot(Archive.ofOne(2, two, two, 0), "[2], stride=[2], offset=0, numbers=2");
    readsNot(
        Archive.ofOne(2, "(J\u00FF\u00FF\u00FF\u00FFt", one, 0),
        "[-1], stride=[1], offset=0, numbers=2");
    readsNot(
        Archive.ofOne(2, two, "(J\u00FF\u00FF\u00FF\u00FFt", 0),
        "[2], stride=[-1], offset=0, numbers=2");
    readsNot(Archive.ofOne(2, two, ")", 0), "[2], stride=[], offset=0, numbers=2");
    readsNot(
        Archive.ofOne(1, "(J\u00FF\u00FF\u00FF\u007Ft", "(K\u0000t", 0),
        "[2147483647], stride=[0], offset=0, numbers=1"); // two thousand million copies of one
    readsNot(
        Archive.ofOne(1L << 40, two, one, 0), "[2], stride=[1], offset=0, numbers=1099511627776");
    readsNot(
        Archive.ofOne(Long.MIN_VALUE, two, one, 0),
        "[2], stride=[1], offset=0, numbers=-9223372036854775808");
  }

  private void readsNot(Archive archive, String end) throws IOException {
    Path file = archive.with("a/data/0", new byte[8]).write(folder.resolve("x.pth"));
    assertThatThrownBy(() -> WeightsInfo.of(file))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage("x.pth: a tensor must lie in its storage: name=w, shape=" + end);
  }

  @Test
  void aStorageMustHaveItsBytes() throws Exception {
    Path file = folder.resolve("x.pth");
    Archive two = Archive.ofOne(2, "(K\u0002t", "(K\u0001t", 0);
    two.write(file);
    assertThatThrownBy(() -> WeightsInfo.of(file))
        .hasMessage("x.pth: the archive lacks an entry: entry=a/data/0");
    two.with("a/data/0", new byte[12]).write(file);
    assertThatThrownBy(() -> WeightsInfo.of(file))
        .hasMessage(
            "x.pth: a storage must have the bytes that its numbers need: name=w, entry=a/data/0,"
                + " bytes=12, expected=8");
  }

  @Test
  void otherKindsOfNumbersAreNamed() throws Exception {
    byte[] tensor = Archive.one("Double", 1, "(K\u0001t", "(K\u0001t", 0);
    byte[] pickle = Archive.pickle(0x80, 2, "}X", 1, 0, 0, 0, "w", tensor, "s.");
    Path file = Archive.of(pickle).with("a/data/0", new byte[8]).write(folder.resolve("x.pth"));
    assertThatThrownBy(() -> WeightsInfo.of(file))
        .hasMessage(
            "x.pth: only float32, float16, bfloat16 and int64 tensors are supported: name=w,"
                + " dtype=float64");
  }

  /** Whatever byte is changed, the reader answers with weights or with its own exception. */
  @Test
  void aDamagedCheckpointNeverEscapesAsAnotherException() throws Exception {
    byte[] good = Files.readAllBytes(fixture("wrapped.pth"));
    SplittableRandom random = new SplittableRandom(6);
    Path file = folder.resolve("d.pth");
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] bad = good.clone();
      int from = round % 2 == 0 ? 0 : bad.length - 2000; // the directory lies at the end
      for (int k = 0; k <= round % 7; k++) {
        bad[from + random.nextInt(bad.length - from)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      try {
        Checkpoints.read(file, TINY, false);
      } catch (MalformedWeightsException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> Checkpoints.read(file, TINY, false))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(message);
  }

  private static Tensors without(Tensors all, Predicate<String> gone) {
    Tensors some = new Tensors();
    all.names().stream().filter(gone.negate()).forEach(name -> some.put(name, all.get(name)));
    return some;
  }

  private static void sameBits(Tensors actual, Tensors expected) {
    assertThat(actual.names()).isEqualTo(Set.copyOf(expected.names()));
    for (String name : expected.names()) {
      assertThat(actual.get(name).shape()).as(name).isEqualTo(expected.get(name).shape());
      assertThat(bits(actual.get(name))).as(name).isEqualTo(bits(expected.get(name)));
    }
  }

  private static List<Integer> bits(Tensor tensor) {
    float[] data = tensor.data();
    return IntStream.range(0, data.length).mapToObj(i -> Float.floatToRawIntBits(data[i])).toList();
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
