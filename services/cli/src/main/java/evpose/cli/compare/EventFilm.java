package evpose.cli.compare;

import evpose.events.EventPacket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The events of each camera, picture by picture, thinned out evenly so that no comparison is too
 * long to be looked at. Not thread-safe.
 */
final class EventFilm {
  /** Of one camera in one picture; fewer when there are many pictures. */
  static final int MOST_IN_PICTURE = 800;

  private static final long MOST_HELD = 8_000_000; // 32 MB
  private static final int[] NONE = {};

  private final long pictureMicros;
  private final long mostHeld;
  private final Map<String, Map<Long, Picture>> cameras = new HashMap<>();
  private int mostInPicture = MOST_IN_PICTURE;
  private long held;

  /** Every {@code stride}th event of one picture. */
  private static final class Picture {
    int[] events = new int[64];
    int size;
    int stride = 1;
    int seen;
  }

  EventFilm(long pictureMicros) {
    this(pictureMicros, MOST_HELD);
  }

  EventFilm(long pictureMicros, long mostHeld) {
    this.pictureMicros = pictureMicros;
    this.mostHeld = mostHeld;
  }

  /** Takes the next packet of a camera. */
  void add(EventPacket packet) {
    Map<Long, Picture> pictures = cameras.computeIfAbsent(packet.camera(), c -> new HashMap<>());
    Picture picture = null;
    long endsAtMicros = Long.MIN_VALUE;
    for (int i = 0; i < packet.size(); i++) {
      if (picture == null || packet.micros(i) >= endsAtMicros) {
        long index = packet.micros(i) / pictureMicros;
        endsAtMicros = (index + 1) * pictureMicros;
        picture = pictures.computeIfAbsent(index, n -> new Picture());
      }
      int event = (packet.y(i) * packet.width() + packet.x(i)) * 2 + packet.polarity(i);
      held += put(picture, event, mostInPicture);
    }
    while (held > mostHeld && mostInPicture > 1) {
      mostInPicture /= 2;
      cameras.values().forEach(all -> all.values().forEach(this::fit));
    }
  }

  /** Returns by how many events the picture grew; less than 0 when it was thinned out. */
  private static int put(Picture picture, int event, int most) {
    int before = picture.size;
    if (picture.seen++ % picture.stride == 0) {
      if (picture.size == picture.events.length) {
        picture.events = Arrays.copyOf(picture.events, 2 * picture.size);
      }
      picture.events[picture.size++] = event;
    }
    while (picture.size > most) {
      thin(picture);
    }
    return picture.size - before;
  }

  private void fit(Picture picture) {
    held -= picture.size;
    while (picture.size > mostInPicture) {
      thin(picture);
    }
    picture.events = Arrays.copyOf(picture.events, Math.max(1, picture.size));
    held += picture.size;
  }

  private static void thin(Picture picture) {
    int kept = 0;
    for (int i = 0; i < picture.size; i += 2) {
      picture.events[kept++] = picture.events[i];
    }
    picture.size = kept;
    picture.stride *= 2;
  }

  /**
   * Events of the picture that holds a moment.
   *
   * @return each (row · width + column) · 2 + polarity
   */
  int[] at(String camera, long micros) {
    Picture picture = cameras.getOrDefault(camera, Map.of()).get(micros / pictureMicros);
    return picture == null ? NONE : Arrays.copyOf(picture.events, picture.size);
  }
}
