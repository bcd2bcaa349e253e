package evpose.datasets;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes takes the way the paper's authors read DHP19: two HDF5 files a take, {@code
 * S1_session2_mov1_events.h5} with {@code cam0_events/x, y, p, t} (columns and rows from 1, time in
 * µs from the begin) and {@code cam0_ms_to_idx} (the first event of each millisecond) for each
 * camera, and {@code S1_session2_mov1_events_label.h5} with {@code XYZ/3d_poses} [label][3][13] in
 * mm and {@code XYZ/timestamps} in µs.
 *
 * @see "Aydin et al. 2024, public code, dataloaders"
 */
public final class Hdf5Export {
  private static final int MICROS_A_MILLISECOND = 1000;

  private Hdf5Export() {}

  /**
   * Writes one take.
   *
   * @return the two files, events first
   * @throws IOException naming the file that could not be written
   */
  public static List<Path> write(Take take, String name, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path events = folder.resolve(name + "_events.h5");
    Path labels = folder.resolve(name + "_events_label.h5");
    whole(events, file -> putEvents(take, file));
    whole(labels, file -> putLabels(take, file.putGroup("XYZ")));
    return List.of(events, labels);
  }

  @FunctionalInterface
  private interface Content {
    void put(WritableHdfFile file);
  }

  /** A file appears under its name only when it is whole. */
  private static void whole(Path target, Content content) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (WritableHdfFile file = HdfFile.write(part)) {
      content.put(file);
    } catch (HdfException e) {
      throw new IOException("cannot write: file=" + part + ", cause=" + e.getMessage(), e);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void putEvents(Take take, WritableHdfFile file) {
    for (int camera = 0; camera < take.cameras(); camera++) {
      int count = take.offset(camera, take.steps());
      short[] x = new short[count];
      short[] y = new short[count];
      byte[] p = new byte[count];
      long[] t = new long[count];
      for (int step = 0; step < take.steps(); step++) {
        for (int i = take.offset(camera, step); i < take.offset(camera, step + 1); i++) {
          int event = take.event(camera, i);
          x[i] = (short) (1 + PackedEvent.x(event));
          y[i] = (short) (1 + PackedEvent.y(event));
          p[i] = (byte) PackedEvent.polarity(event);
          t[i] = (long) step * take.header().stepMicros() + PackedEvent.microsInStep(event);
        }
      }
      WritableGroup group = file.putGroup("cam" + camera + "_events");
      group.putDataset("x", x);
      group.putDataset("y", y);
      group.putDataset("p", p);
      group.putDataset("t", t);
      file.putDataset("cam" + camera + "_ms_to_idx", firstOfMilliseconds(take, t));
    }
  }

  private static long[] firstOfMilliseconds(Take take, long[] t) {
    long micros = (long) take.steps() * take.header().stepMicros();
    long[] first = new long[Math.toIntExact(micros / MICROS_A_MILLISECOND)];
    int event = 0;
    for (int ms = 0; ms < first.length; ms++) {
      while (event < t.length && t[event] < (long) ms * MICROS_A_MILLISECOND) {
        event++;
      }
      first[ms] = event;
    }
    return first;
  }

  private static void putLabels(Take take, WritableGroup group) {
    double[][][] poses = new double[take.steps()][3][Take.JOINTS];
    long[] micros = new long[take.steps()];
    for (int step = 0; step < take.steps(); step++) {
      micros[step] = (long) step * take.header().stepMicros();
      for (int axis = 0; axis < 3; axis++) {
        for (int joint = 0; joint < Take.JOINTS; joint++) {
          poses[step][axis][joint] = take.worldMm(step, joint, axis);
        }
      }
    }
    group.putDataset("3d_poses", poses);
    group.putDataset("timestamps", micros);
  }
}
