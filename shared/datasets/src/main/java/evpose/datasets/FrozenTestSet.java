package evpose.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The test split that published numbers are measured on: subjects 13 to 17 of the default settings.
 * Its checksums are here, in the form of {@code sha256sum}; whoever changes the simulator sees that
 * they are not met any more, and freezes a new one with a new name for the numbers.
 */
public final class FrozenTestSet {
  private static final String RESOURCE = "frozen-test-set.sha256";

  private FrozenTestSet() {}

  /** Whether the test split of a data set is the frozen one. */
  public static boolean is(DatasetManifest manifest) {
    return manifest.testSha256().equals(sha256());
  }

  /** Of the list of checksums. */
  public static String sha256() {
    return Sha256.of(list());
  }

  /** The checksum of a take, if the frozen set has it. */
  public static Optional<String> sha256Of(TakeId take) {
    String name = DatasetFolder.fileName(take);
    return list()
        .lines()
        .filter(line -> line.endsWith("  " + name))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst();
  }

  private static String list() {
    try (InputStream in = FrozenTestSet.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
