package evpose.datasets;

import evpose.camera.Dhp19Rig;
import evpose.simulation.Movements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A data set on disk: one file a take, {@code dataset.json} that says what is in it, {@code
 * settings.json} that says whose folder this is while it is being filled.
 */
public final class DatasetFolder {
  private static final String MANIFEST = "dataset.json";
  private static final String SETTINGS = "settings.json";
  private static final String SUFFIX = ".take";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final DatasetManifest manifest;

  private DatasetFolder(Path folder, DatasetManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a finished data set.
   *
   * @throws IOException when there is none, or its manifest is broken; says what to do
   */
  public static DatasetFolder open(Path folder) throws IOException {
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) {
      throw new IOException(
          "no data set, or one that is not finished (run `dataset generate` again, it goes on): missing="
              + file);
    }
    try {
      DatasetManifest manifest = JSON.readValue(file, DatasetManifest.class);
      if (manifest.format() != DatasetManifest.FORMAT) {
        throw new IOException(
            "a data set of another version: file=" + file + ", format=" + manifest.format());
      }
      for (DatasetManifest.Entry entry : manifest.takes()) {
        requirePlain(file, entry.file());
      }
      return new DatasetFolder(folder, manifest);
    } catch (JacksonException e) {
      throw new IOException(
          "the manifest is broken: file=" + file + ", cause=" + e.getOriginalMessage(), e);
    }
  }

  private static void requirePlain(Path manifest, String name) throws IOException {
    if (!name.matches("[A-Za-z0-9_.-]+") || name.startsWith(".")) {
      throw new IOException(
          "the manifest names a file outside its folder: file=" + manifest + ", name=" + name);
    }
  }

  public DatasetManifest manifest() {
    return manifest;
  }

  /** Takes of a split, in order. */
  public List<Path> files(Split split) {
    List<Path> files = new ArrayList<>();
    for (DatasetManifest.Entry entry : manifest.takes()) {
      if (entry.split().equals(split.word())) {
        files.add(folder.resolve(entry.file()));
      }
    }
    return files;
  }

  /** Where a take lies. */
  public static Path file(Path folder, TakeId take) {
    return folder.resolve(fileName(take));
  }

  static String fileName(TakeId take) {
    return take.name() + SUFFIX;
  }

  /** Writes down whose folder this is, or makes sure that it is ours. */
  static void claim(Path folder, DatasetSettings settings) throws IOException {
    Path file = folder.resolve(SETTINGS);
    String ours = JSON.writeValueAsString(settings);
    if (!Files.exists(file)) {
      Files.writeString(file, ours);
    } else if (!Files.readString(file).equals(ours)) {
      throw new IOException(
          "the folder holds a data set of other settings, take another folder: file="
              + file
              + ", there="
              + oneLine(Files.readString(file))
              + ", wanted="
              + oneLine(ours));
    }
  }

  private static String oneLine(String json) {
    return json.replaceAll("\\s+", "");
  }

  /** Checksums of all takes, and the manifest. */
  static DatasetManifest seal(Path folder, DatasetSettings settings) throws IOException {
    return seal(folder, settings.seed(), settings.secondsPerTake(), settings.takes());
  }

  static DatasetManifest seal(Path folder, long seed, double seconds, List<TakeId> takes)
      throws IOException {
    List<DatasetManifest.Entry> entries = new ArrayList<>();
    for (TakeId id : takes) {
      entries.add(entry(folder, id));
    }
    DatasetManifest manifest =
        new DatasetManifest(
            DatasetManifest.FORMAT,
            seed,
            seconds,
            DatasetSettings.STEP_MICROS,
            Dhp19Rig.rig().id(),
            entries,
            testSha256(entries));
    Path part = folder.resolve(MANIFEST + ".part");
    Files.writeString(part, JSON.writeValueAsString(manifest) + "\n");
    Files.move(
        part,
        folder.resolve(MANIFEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return manifest;
  }

  private static DatasetManifest.Entry entry(Path folder, TakeId id) throws IOException {
    Path file = file(folder, id);
    Take take = TakeFile.open(file);
    List<Integer> events = new ArrayList<>();
    for (int c = 0; c < take.cameras(); c++) {
      events.add(take.offset(c, take.steps()));
    }
    return new DatasetManifest.Entry(
        fileName(id),
        id.split().word(),
        id.subject(),
        id.session(),
        id.number(),
        Movements.nameOf(id.movement()),
        take.steps(),
        events,
        Files.size(file),
        Sha256.of(file));
  }

  private static String testSha256(List<DatasetManifest.Entry> entries) {
    StringBuilder lines = new StringBuilder();
    for (DatasetManifest.Entry entry : entries) {
      if (entry.split().equals(Split.TEST.word())) {
        lines.append(entry.sha256()).append("  ").append(entry.file()).append('\n');
      }
    }
    return lines.isEmpty() ? "" : Sha256.of(lines.toString());
  }

  /**
   * Compares every file with the manifest, and the manifest with itself.
   *
   * @return what is wrong, a sentence each; empty when all is well
   */
  public List<String> faults() throws IOException {
    return faults(manifest.takes());
  }

  /** The same, of one split's files only. */
  public List<String> faults(Split split) throws IOException {
    return faults(
        manifest.takes().stream().filter(take -> take.split().equals(split.word())).toList());
  }

  private List<String> faults(List<DatasetManifest.Entry> takes) throws IOException {
    List<String> faults = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (DatasetManifest.Entry entry : takes) {
      Path file = folder.resolve(entry.file());
      if (!known.add(entry.file())) {
        faults.add("the manifest lists a take twice: file=" + entry.file());
      } else if (!Files.exists(file)) {
        faults.add("a take is missing: file=" + file);
      } else if (Files.size(file) != entry.bytes()) {
        faults.add(
            "a take has another size: file="
                + file
                + ", bytes="
                + Files.size(file)
                + ", manifest="
                + entry.bytes());
      } else if (!Sha256.of(file).equals(entry.sha256())) {
        faults.add("a take has other bytes than the manifest says: file=" + file);
      }
    }
    if (!testSha256(manifest.takes()).equals(manifest.testSha256())) {
      faults.add(
          "the manifest's takes of the test split are not those of its testSha256: testSha256="
              + manifest.testSha256());
    }
    return faults;
  }
}
