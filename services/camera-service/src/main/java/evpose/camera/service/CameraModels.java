package evpose.camera.service;

import evpose.hybrid.ModelDescription;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks that this process can run, by the names that rigs give them: its own, those that
 * ship by their preset's name, those of a folder by their SHA-256. The others are loaded beside the
 * stream, when a rig is found to want them. Thread-safe.
 */
final class CameraModels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CameraModels.class);
  private static final Pattern PRESET = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final String WEIGHTS = ".safetensors";

  /** Beside this process's own. Whoever writes rigs must not fill its memory. */
  private static final int MOST = 8;

  private final CameraModel own;
  private final Set<String> ownNames;
  private final @Nullable Path folder;
  private final Engines engines;
  private final Map<String, Other> others = new HashMap<>(); // by name
  private final Map<String, Path> bySha256 = new HashMap<>(); // files of the folder
  private Map<Path, String> seen = Map.of(); // files of the folder -> size and time, when last read

  /** A network that is not loaded before it is wanted. */
  private static final class Other {
    final ModelDescription description;
    final String sha256;
    final Source source;
    @Nullable CompletableFuture<CameraModel> loaded;

    Other(ModelBundle bundle, Source source) {
      description = bundle.description();
      sha256 = bundle.sha256();
      this.source = source;
    }
  }

  private interface Source {
    ModelBundle read() throws IOException;
  }

  /**
   * @param own closed with this
   * @param ownName how this process was told to load it
   * @param folder of other models; null for none
   * @param engines what the others run on
   */
  CameraModels(CameraModel own, String ownName, @Nullable Path folder, Engines engines) {
    this.own = own;
    ownNames = Set.copyOf(List.of("", ownName, own.sha256()));
    this.folder = folder;
    this.engines = engines;
  }

  /** One network and what ships. */
  static CameraModels of(CameraModel own) {
    return new CameraModels(own, "", null, Engines.PLAIN);
  }

  /** The one for rigs that name none. */
  CameraModel own() {
    return own;
  }

  /** What a name means; null when there is no such network here. */
  @Nullable ModelDescription description(String name) {
    if (ownNames.contains(name)) {
      return own.description();
    }
    Other other = find(name);
    return other == null ? null : other.description;
  }

  /** Hash of description and weights, as poses name the network; null when it is not here. */
  @Nullable String sha256(String name) {
    if (ownNames.contains(name)) {
      return own.sha256();
    }
    Other other = find(name);
    return other == null ? null : other.sha256;
  }

  /** Begins to load a network beside the stream, if it is there and not loaded. */
  void prepare(String name) {
    if (!ownNames.contains(name)) {
      Other other = find(name);
      if (other != null) {
        load(name, other);
      }
    }
  }

  /**
   * A network that has a description here; waits until it is loaded.
   *
   * @throws IllegalStateException when its file has gone or changed since
   */
  CameraModel get(String name) {
    if (ownNames.contains(name)) {
      return own;
    }
    Other other = find(name);
    if (other == null) {
      throw new IllegalStateException("there is no such network here: model=" + name);
    }
    return load(name, other).join();
  }

  private synchronized CompletableFuture<CameraModel> load(String name, Other other) {
    CompletableFuture<CameraModel> loaded = other.loaded;
    if (loaded == null) {
      log.info("loading a network that a rig wants: model={}", name);
      loaded = new CompletableFuture<>();
      other.loaded = loaded;
      CompletableFuture<CameraModel> result = loaded;
      Thread thread = new Thread(() -> load(name, other, result), "evpose-camera-model");
      thread.setDaemon(true);
      thread.start();
    }
    return loaded;
  }

  private void load(String name, Other other, CompletableFuture<CameraModel> result) {
    try {
      ModelBundle bundle = other.source.read();
      if (!bundle.sha256().equals(other.sha256)) {
        throw new IllegalStateException("the network's file has changed: model=" + name);
      }
      result.complete(CameraModel.of(bundle, engines));
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(
          new IllegalStateException("the network cannot be loaded: model=" + name, e));
    }
  }

  private synchronized @Nullable Other find(String name) {
    Other known = others.get(name);
    if (known != null) {
      return known;
    }
    Other found = look(name);
    if (found != null && others.size() >= MOST) {
      log.warn("more networks than {} are not loaded in one process: model={}", MOST, name);
      return null;
    }
    if (found != null) {
      others.put(name, found);
    }
    return found;
  }

  private @Nullable Other look(String name) {
    try {
      if (PRESET.matcher(name).matches() && ModelBundle.ships(name)) {
        Source source = () -> ModelBundle.shipped(name);
        return new Other(source.read(), source);
      }
      readFolder();
      Path file = bySha256.get(name);
      if (file != null) {
        Source source = () -> ModelBundle.load(file);
        return new Other(source.read(), source);
      }
    } catch (IOException e) {
      log.warn("a network cannot be read: model={}, cause={}", name, e.toString());
    }
    return null;
  }

  /** Reads files that are new or have changed: asked for each packet of an unknown network. */
  private void readFolder() throws IOException {
    if (folder == null) {
      return;
    }
    Map<Path, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(WEIGHTS)).sorted().toList()) {
        there.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (there.equals(seen)) {
      return;
    }
    bySha256.values().removeIf(file -> !there.containsKey(file));
    for (Map.Entry<Path, String> file : there.entrySet()) {
      if (!file.getValue().equals(seen.get(file.getKey()))) {
        try {
          ModelBundle bundle = ModelBundle.load(file.getKey());
          bySha256.put(bundle.sha256(), file.getKey());
        } catch (IOException | IllegalArgumentException e) {
          log.warn("no network: file={}, cause={}", file.getKey(), e.toString());
        }
      }
    }
    seen = there;
  }

  /** Closes all that are loaded. */
  @Override
  public synchronized void close() {
    own.close();
    for (Other other : others.values()) {
      CompletableFuture<CameraModel> loaded = other.loaded;
      if (loaded != null) {
        loaded.thenAccept(CameraModel::close);
      }
    }
  }
}
