package evpose.recordings.aedat4;

import evpose.recordings.BrokenRecordingException;
import evpose.recordings.RecordedCamera;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Event streams seen as cameras: named by their source, told apart by their number. */
final class Cameras {
  private Cameras() {}

  /** A camera for each event stream, in their order. */
  static List<RecordedCamera> of(Path file, List<Stream> streams) throws BrokenRecordingException {
    List<RecordedCamera> cameras = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Stream stream : streams) {
      if (!stream.holdsEvents()) {
        continue;
      }
      String id = stream.source().isEmpty() ? "" : RecordedCamera.idFrom(stream.source());
      if (id.isEmpty() || !taken.add(id)) {
        id = RecordedCamera.idFrom("stream" + stream.id() + (id.isEmpty() ? "" : "." + id));
        taken.add(id);
      }
      cameras.add(camera(file, id, stream));
    }
    return List.copyOf(cameras);
  }

  private static RecordedCamera camera(Path file, String id, Stream stream)
      throws BrokenRecordingException {
    int width = stream.width();
    int height = stream.height();
    int largest = Short.MAX_VALUE + 1;
    if (width < 1 || height < 1 || width > largest || height > largest) {
      throw new BrokenRecordingException(
          file,
          FileHeader.MAGIC.length(),
          "the header must give an event stream a size, sides in [1, "
              + largest
              + "]: stream="
              + stream.id()
              + ", sizeX="
              + width
              + ", sizeY="
              + height);
    }
    return new RecordedCamera(id, width, height);
  }
}
