package evpose.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a house keeps its data: is it writable, and is there room? Writes nothing to find out. */
final class DiskLink {
  /** Four cameras at 100 Hz fill a partition's retention, 512 MiB, four times and poses besides. */
  private static final long WANTED_BYTES = 4L << 30;

  private DiskLink() {}

  static void look(@Nullable Path dataDir, long leastFreeBytes, Chart chart) {
    Path wanted =
        (dataDir == null ? Path.of(System.getProperty("java.io.tmpdir")) : dataDir)
            .toAbsolutePath();
    Path there = wanted;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    String subject = wanted.toString();
    if (!Files.isDirectory(there)) {
      chart.fail(
          "disk", subject, "this is no directory: " + there, "choose another with --data-dir");
      return;
    }
    try {
      look(subject, there, Files.getFileStore(there), leastFreeBytes, chart);
    } catch (IOException e) {
      chart.fail("disk", subject, "it cannot be looked at: " + e, "choose another with --data-dir");
    }
  }

  private static void look(
      String subject, Path there, FileStore store, long leastFreeBytes, Chart chart)
      throws IOException {
    long free = store.getUsableSpace();
    String room = Text.bytes(free) + " free of " + Text.bytes(store.getTotalSpace());
    if (store.isReadOnly() || !Files.isWritable(there)) {
      chart.fail(
          "disk",
          subject,
          "it cannot be written: "
              + (store.isReadOnly() ? "the file system is read-only" : "no right to: " + there),
          "choose a directory that can be written with --data-dir, or give the right: chmod u+w "
              + there);
    } else if (free < leastFreeBytes) {
      chart.fail(
          "disk",
          subject,
          room
              + ", "
              + Text.bytes(leastFreeBytes)
              + " are the least: the broker stops when it is full",
          "delete what is not needed, or choose another disk with --data-dir");
    } else if (free < WANTED_BYTES) {
      chart.warn(
          "disk",
          subject,
          room + ": four cameras fill more than that",
          "choose a larger disk with --data-dir");
    } else {
      chart.ok("disk", subject, "writable, " + room);
    }
  }
}
