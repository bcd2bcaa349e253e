package evpose.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of DHP19's release below a folder: recordings {@code .../S1/session1/mov1.aedat} and
 * labels {@code .../S1_1_1.mat}.
 *
 * @param pairs recordings that have labels, by subject and movement
 * @param lonely recordings without labels and labels without a recording
 */
public record Dhp19Release(List<Pair> pairs, List<Path> lonely) {
  private static final int DEEPEST = 6;
  private static final Pattern RECORDING =
      Pattern.compile("S(\\d{1,4})/session([1-5])/mov([1-8])\\.aedat");
  private static final Pattern LABELS = Pattern.compile("S(\\d{1,4})_([1-5])_([1-8])\\.mat");

  /** A recording and its truth. */
  public record Pair(TakeId id, Path recording, Path labels) {}

  /**
   * Looks for files.
   *
   * @throws IOException when there is no pair at all; says what was looked for
   */
  public static Dhp19Release in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no such directory: directory=" + folder);
    }
    Map<TakeId, Path> recordings = new TreeMap<>();
    Map<TakeId, Path> labels = new TreeMap<>();
    List<Path> lonely = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        int names = file.getNameCount();
        String tail = names < 3 ? "" : file.subpath(names - 3, names).toString();
        sort(RECORDING.matcher(tail.replace('\\', '/')), file, recordings, lonely);
        sort(LABELS.matcher(String.valueOf(file.getFileName())), file, labels, lonely);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    recordings.forEach(
        (id, recording) -> {
          Path truth = labels.remove(id);
          if (truth == null) {
            lonely.add(recording);
          } else {
            pairs.add(new Pair(id, recording, truth));
          }
        });
    lonely.addAll(labels.values());
    if (pairs.isEmpty()) {
      throw new IOException(
          "no recordings with labels, looked for S1/session1/mov1.aedat and S1_1_1.mat: directory="
              + folder
              + ", without a partner="
              + lonely.size());
    }
    return new Dhp19Release(pairs, lonely);
  }

  private static void sort(Matcher matcher, Path file, Map<TakeId, Path> into, List<Path> lonely) {
    if (!matcher.matches()) {
      return;
    }
    try {
      TakeId id =
          new TakeId(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)));
      if (into.putIfAbsent(id, file) != null) {
        lonely.add(file);
      }
    } catch (IllegalArgumentException e) {
      lonely.add(file); // a movement that its session does not have
    }
  }

  /** Makes takes one by one, and a data set of them at the end. */
  public static final class Importer {
    private final Path folder;
    private final List<TakeId> done = new ArrayList<>();

    /**
     * @param folder of the data set to be
     */
    public Importer(Path folder) throws IOException {
      this.folder = Files.createDirectories(folder);
    }

    /**
     * One recording.
     *
     * @throws IOException as {@link Dhp19Import#write}
     */
    public Dhp19Import.Result take(Pair pair) throws IOException {
      Dhp19Import.Result result =
          new Dhp19Import(pair.recording(), pair.labels())
              .write(DatasetFolder.file(folder, pair.id()), pair.id());
      done.add(pair.id());
      return result;
    }

    /** The manifest; a seed and a length mean nothing there and are 0. */
    public void finish() throws IOException {
      DatasetFolder.seal(folder, 0, 0, done);
    }
  }
}
