package evpose.recordings;

import evpose.recordings.aedat4.Aedat4Writer;
import evpose.recordings.aedat4.Compression;
import evpose.recordings.eventstream.EventStreamWriter;
import evpose.recordings.hdf5.Hdf5Writer;
import evpose.recordings.prophesee.DatWriter;
import evpose.recordings.prophesee.Evt2Writer;
import evpose.recordings.prophesee.Evt3Writer;
import evpose.recordings.text.TextWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that recordings are written in. */
public enum RecordingFormat {
  AEDAT4(".aedat4"),
  EVT3(".raw"),
  EVT2(".raw"),
  DAT(".dat"),
  ES(".es"),
  HDF5(".h5"),
  CSV(".csv");

  private final String ending;

  RecordingFormat(String ending) {
    this.ending = ending;
  }

  /** How names of its files end. */
  public String ending() {
    return ending;
  }

  /** The format that a file's name asks for; EVT3 for {@code .raw}, CSV for {@code .txt}, too. */
  public static Optional<RecordingFormat> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".txt")) {
      return Optional.of(CSV);
    }
    if (name.endsWith(".hdf5")) {
      return Optional.of(HDF5);
    }
    for (RecordingFormat format : values()) {
      if (name.endsWith(format.ending)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** Whether one file holds the events of several cameras. */
  public boolean severalCameras() {
    return this == AEDAT4 || this == HDF5;
  }

  /**
   * Begins a file; one that is there is written over.
   *
   * @throws IllegalArgumentException when the format cannot hold these cameras; in words
   */
  public EventWriter create(Path file, List<RecordedCamera> cameras) throws IOException {
    if (this == AEDAT4) {
      return Aedat4Writer.create(file, cameras, Compression.LZ4);
    }
    if (this == HDF5) {
      return Hdf5Writer.create(file, cameras);
    }
    if (cameras.size() != 1) {
      throw new IllegalArgumentException(
          name()
              + " holds one camera; choose AEDAT4 or HDF5, or one of the cameras: cameras="
              + cameras.stream().map(RecordedCamera::id).toList());
    }
    RecordedCamera camera = cameras.get(0);
    return switch (this) {
      case EVT3 -> Evt3Writer.create(file, camera);
      case EVT2 -> Evt2Writer.create(file, camera);
      case DAT -> DatWriter.create(file, camera);
      case ES -> EventStreamWriter.create(file, camera);
      case CSV -> TextWriter.create(file, camera);
      case AEDAT4, HDF5 -> throw new IllegalStateException("written above");
    };
  }
}
