package evpose.datasets;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

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

  /**
   * @param body what follows the header in the file, little endian
   */
  Take(Header header, ByteBuffer body) {
    this.header = header;
    int labels = header.cameras * header.steps * JOINTS * 2;
    joints2d = floats(body, labels);
    joints3d = floats(body, header.steps * JOINTS * 3);
    offsets = ints(body, header.cameras * (header.steps + 1));
    events = new IntBuffer[header.cameras];
    for (int camera = 0; camera < header.cameras; camera++) {
      events[camera] = ints(body, offset(camera, header.steps));
    }
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
}
