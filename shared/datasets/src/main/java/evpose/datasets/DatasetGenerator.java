package evpose.datasets;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.simulation.Motion;
import evpose.simulation.Movements;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the takes of a data set before DHP19's four cameras. Each take is a function of the data
 * set's seed, its subject and its movement alone: in whatever order, with however many threads, on
 * whatever machine, the files are the same. What lies in the folder already is not made again.
 */
public final class DatasetGenerator {
  /** Four DAVIS346 before somebody moving: about this many bytes a second, measured. */
  private static final double BYTES_PER_SECOND = 2.55e6;

  /** More, with grey frames. */
  private static final double FRAME_BYTES_PER_SECOND = 1.7e6;

  private final Path folder;
  private final DatasetSettings settings;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final CameraRig rig = Dhp19Rig.rig();
  private final Deque<TakeId> missing = new ArrayDeque<>();
  private int done;
  private @Nullable IOException failure;

  /** Hears about every take that is finished. */
  @FunctionalInterface
  public interface Listener {
    /** One more. */
    void finished(TakeId take, int done, int of);
  }

  /**
   * @param stop asked before each take; what was begun is finished
   */
  public DatasetGenerator(
      Path folder, DatasetSettings settings, Listener listener, BooleanSupplier stop) {
    this.folder = folder;
    this.settings = settings;
    this.listener = listener;
    this.stop = stop;
  }

  /** What the whole set will take on disk, about. */
  public static long expectedBytes(DatasetSettings settings) {
    double bytesPerSecond = BYTES_PER_SECOND + (settings.frames() ? FRAME_BYTES_PER_SECOND : 0);
    return Math.round(settings.takes().size() * settings.secondsPerTake() * bytesPerSecond);
  }

  /**
   * Makes what is missing, then the manifest.
   *
   * @return the manifest; null when it was asked to stop
   * @throws IOException when the folder holds another data set, the disk is too small, or a file
   *     cannot be written; says which
   */
  public @Nullable DatasetManifest run(int threads) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    DatasetFolder.claim(folder, settings);
    int all = settings.takes().size();
    for (TakeId take : settings.takes()) {
      if (Files.exists(DatasetFolder.file(folder, take))) {
        done++;
      } else {
        missing.add(take);
      }
    }
    requireSpace(all);
    List<Thread> crew = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread maker = new Thread(() -> work(all), "take-maker-" + i);
      maker.setDaemon(true);
      maker.start();
      crew.add(maker);
    }
    for (Thread maker : crew) {
      maker.join();
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
      return missing.isEmpty() ? DatasetFolder.seal(folder, settings) : null;
    }
  }

  private void requireSpace(int all) throws IOException {
    FileStore store = Files.getFileStore(folder);
    long needed = Math.round((double) expectedBytes(settings) * missing.size() / all);
    if (store.getUsableSpace() < needed) {
      throw new IOException(
          "the disk is too small for the data set: folder="
              + folder
              + ", needed="
              + needed
              + " bytes, free="
              + store.getUsableSpace()
              + " bytes");
    }
  }

  private void work(int all) {
    for (TakeId take = claim(); take != null; take = claim()) {
      try {
        record(take);
      } catch (IOException e) {
        fail(e);
        return;
      }
      finished(take, all);
    }
  }

  private synchronized @Nullable TakeId claim() {
    return failure != null || stop.getAsBoolean() ? null : missing.poll();
  }

  private synchronized void fail(IOException e) {
    failure = e;
  }

  private synchronized void finished(TakeId take, int all) {
    done++;
    listener.finished(take, done, all);
  }

  private void record(TakeId take) throws IOException {
    long person = mixed(settings.seed(), take.subject());
    long scene = mixed(person, 1 + take.movement());
    Motion motion = Movements.of(take.movement(), person);
    TakeFile.record(
        DatasetFolder.file(folder, take),
        take.subject(),
        take.movement(),
        DatasetSettings.STEP_MICROS,
        settings.steps(),
        rig,
        settings.frames()
            ? SimulatedScene.withFrames(rig, motion, person, scene)
            : new SimulatedScene(rig, motion, person, scene));
  }

  /** Seeds that have nothing to do with each other (Steele et al. 2014, SplitMix64's finisher). */
  private static long mixed(long seed, long stream) {
    long z = seed + stream * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
