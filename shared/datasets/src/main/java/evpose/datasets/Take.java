package evpose.datasets;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One recorded take: a person seen by all cameras, with the truth. A view on a mapped file;
 * immutable, threads may share it.
 *
 * <p>Step k covers [k·stepMicros, (k+1)·stepMicros); the truth of step k is the pose at its begin.
 */
public final class Take {
  public static final int JOINTS = 13;

  /** Fields of the header, in order; all int. */
  public record Header(
      int subject, int movement, int stepMicros, int width, int height, int cameras, int steps) {}

  private final Header header;
  private final FloatBuffer joints2d; // [camera][step][13][2] sensor px, corner origin
  private final FloatBuffer joints3d; // [step][13][3] mm
  private final IntBuffer offsets; // [camera][steps + 1] into the camera's events
  private final IntBuffer[] events; // [camera][...] packed
  private final int frameEverySteps; // 0 for a take without frames
  private final @Nullable IntBuffer
      frameEnds; // [camera][frames], bytes from the first camera's first
  private final @Nullable ByteBuffer frames; // PackedFrame after PackedFrame

  /**
   * @param body what follows the header in the file, little endian
   * @param withFrames whether frames follow the events
   * @throws IndexOutOfBoundsException when it is cut short
   * @throws IllegalArgumentException when it contradicts itself
   */
  Take(Header header, ByteBuffer body, boolean withFrames) {
    this.header = header;
    int labels = header.cameras * header.steps * JOINTS * 2;
    joints2d = floats(body, labels);
    joints3d = floats(body, header.steps * JOINTS * 3);
    offsets = ints(body, header.cameras * (header.steps + 1));
    events = new IntBuffer[header.cameras];
    for (int camera = 0; camera < header.cameras; camera++) {
      events[camera] = ints(body, offset(camera, header.steps));
    }
    if (withFrames) {
      frameEverySteps = ints(body, 1).get(0);
      if (frameEverySteps < 1) {
        throw new IllegalArgumentException("frames lie a step apart at least");
      }
      frameEnds = ints(body, header.cameras * framesACamera());
      frames = bytes(body, frameEnds);
    } else {
      frameEverySteps = 0;
      frameEnds = null;
      frames = null;
    }
  }

  private static ByteBuffer bytes(ByteBuffer body, IntBuffer ends) {
    int last = 0;
    for (int i = 0; i < ends.capacity(); i++) {
      if (ends.get(i) < last) {
        throw new IllegalArgumentException("a frame ends before it begins");
      }
      last = ends.get(i);
    }
    return body.slice(body.position(), last);
  }

  /** How many frames a camera of a take has. */
  static int framesACamera(int steps, int everySteps) {
    return (steps - 1) / everySteps;
  }

  private int framesACamera() {
    return framesACamera(header.steps, frameEverySteps);
  }

  private static FloatBuffer floats(ByteBuffer body, int count) {
    FloatBuffer view = slice(body, count).asFloatBuffer();
    return view;
  }

  private static IntBuffer ints(ByteBuffer body, int count) {
    return slice(body, count).asIntBuffer();
  }

  private static ByteBuffer slice(ByteBuffer body, int count) {
    int bytes = Math.multiplyExact(4, count);
    ByteBuffer slice = body.slice(body.position(), bytes).order(body.order());
    body.position(body.position() + bytes);
    return slice;
  }

  public Header header() {
    return header;
  }

  public int cameras() {
    return header.cameras;
  }

  public int steps() {
    return header.steps;
  }

  /** Index of the first event of a step; of the end of all for step == steps. */
  public int offset(int camera, int step) {
    return offsets.get(camera * (header.steps + 1) + step);
  }

  /** A packed event, see {@link PackedEvent}. */
  public int event(int camera, int index) {
    return events[camera].get(index);
  }

  /** Where a joint is at the begin of a step, sensor pixels; NaN when behind the camera. */
  public float x(int camera, int step, int joint) {
    return joints2d.get(((camera * header.steps + step) * JOINTS + joint) * 2);
  }

  public float y(int camera, int step, int joint) {
    return joints2d.get(((camera * header.steps + step) * JOINTS + joint) * 2 + 1);
  }

  /** Coordinate 0, 1 or 2 of a joint at the begin of a step, world, mm. */
  public float worldMm(int step, int joint, int axis) {
    return joints3d.get((step * JOINTS + joint) * 3 + axis);
  }

  /**
   * Steps from one grey frame to the next, the first after as many; 0 for a take without frames.
   */
  public int frameEverySteps() {
    return frameEverySteps;
  }

  /** Whether each camera has a grey frame whose shutter closed at a step's begin. */
  public boolean hasFrame(int step) {
    return frameEverySteps > 0 && step > 0 && step < header.steps && step % frameEverySteps == 0;
  }

  /**
   * The grey frame of a camera whose shutter closed at a step's begin.
   *
   * @param pixels (out) grey levels, unsigned, [height][width], row 0 at the top; every element
   *     overwritten
   * @throws IllegalArgumentException when there is none at that step
   * @throws IllegalStateException when it is broken
   */
  public void frame(int camera, int step, byte[] pixels) {
    IntBuffer ends = frameEnds;
    ByteBuffer all = frames;
    if (ends == null || all == null || !hasFrame(step) || camera < 0 || camera >= cameras()) {
      throw new IllegalArgumentException(
          "the take has no such frame: camera="
              + camera
              + ", step="
              + step
              + ", frameEverySteps="
              + frameEverySteps);
    }
    int index = camera * framesACamera() + step / frameEverySteps - 1;
    int begin = index == 0 ? 0 : ends.get(index - 1);
    byte[] packed = new byte[ends.get(index) - begin];
    all.get(begin, packed);
    try {
      PackedFrame.unpack(packed, header.width, pixels);
    } catch (DataFormatException e) {
      throw new IllegalStateException(
          "a frame of the take is broken, delete the take and it is made anew: camera="
              + camera
              + ", step="
              + step
              + ", cause="
              + e.getMessage(),
          e);
    }
  }
}
