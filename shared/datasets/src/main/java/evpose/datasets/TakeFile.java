package evpose.datasets;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes takes. A file appears under its name only when it is whole, so a run that was
 * stopped leaves nothing broken behind.
 *
 * <pre>
 *   "EVTK" | version | subject movement stepMicros width height cameras steps     int32 each, little endian
 *   joints2d  float32 [camera][step][13][2]     sensor pixels at the step's begin
 *   joints3d  float32 [step][13][3]             mm
 *   offsets   int32   [camera][steps + 1]
 *   events    int32   [camera][...]             see PackedEvent
 *   ------ version 2 only ------
 *   every     int32                             a frame at the begin of steps every, 2 every, ... of all cameras
 *   ends      int32   [camera][(steps - 1) / every]   bytes, from the first frame's begin
 *   frames    bytes   [camera][...]             see PackedFrame
 * </pre>
 *
 * A take without frames is written as version 1, byte for byte what it was before there were any.
 */
public final class TakeFile {
  private static final int MAGIC = 'E' | 'V' << 8 | 'T' << 16 | 'K' << 24;
  private static final int WITHOUT_FRAMES = 1;
  private static final int WITH_FRAMES = 2;
  private static final int HEADER_INTS = 9;
  private static final int MAX_CAMERAS = 64;
  private static final int MAX_STEPS = 1_000_000;

  private TakeFile() {}

  /** One step, handed over by whoever plays the scene. */
  public interface Scene {
    /** Plays the next step. */
    void next();

    /** Events of the step, by camera. */
    List<EventBuffer> events();

    /** Joints at the step's begin, [13][3] mm. */
    double[] jointsInWorldMm();

    /** Steps from one grey frame of each camera to the next; 0 for a scene without frames. */
    default int frameEverySteps() {
      return 0;
    }

    /**
     * The grey frame of a camera whose shutter closed at the step's end; asked for where the next
     * step is one of every so many.
     *
     * @return [height][width], unsigned; lent
     */
    default byte[] frame(int camera) {
      throw new IllegalStateException("the scene has no frames");
    }
  }

  /** Plays a scene and writes it. */
  public static void record(
      Path file, int subject, int movement, int stepMicros, int steps, CameraRig rig, Scene scene)
      throws IOException {
    int cameras = rig.cameras().size();
    ProjectionCamera first = rig.cameras().get(0);
    Take.Header header =
        new Take.Header(
            subject, movement, stepMicros, first.width(), first.height(), cameras, steps);
    requirePackable(file, header);
    float[] joints2d = new float[cameras * steps * Take.JOINTS * 2];
    float[] joints3d = new float[steps * Take.JOINTS * 3];
    int[] offsets = new int[cameras * (steps + 1)];
    int[][] events = new int[cameras][1 << 16];
    int every = scene.frameEverySteps();
    byte[][] frames = new byte[every == 0 ? 0 : cameras * Take.framesACamera(steps, every)][];
    for (int step = 0; step < steps; step++) {
      scene.next();
      keepFrames(scene, step + 1, steps, cameras, header, frames);
      double[] joints = scene.jointsInWorldMm();
      for (int i = 0; i < joints.length; i++) {
        joints3d[step * joints.length + i] = (float) joints[i];
      }
      for (int c = 0; c < cameras; c++) {
        project(rig.cameras().get(c), joints, joints2d, (c * steps + step) * Take.JOINTS * 2);
        int end = offsets[c * (steps + 1) + step];
        events[c] = append(events[c], end, scene.events().get(c), (long) step * stepMicros);
        offsets[c * (steps + 1) + step + 1] = end + scene.events().get(c).size();
      }
    }
    write(file, header, joints2d, joints3d, offsets, events, every, frames);
  }

  private static void keepFrames(
      Scene scene, int step, int steps, int cameras, Take.Header header, byte[][] frames) {
    int every = scene.frameEverySteps();
    if (every == 0 || step % every != 0 || step >= steps) {
      return;
    }
    for (int c = 0; c < cameras; c++) {
      int index = c * Take.framesACamera(steps, every) + step / every - 1;
      frames[index] = PackedFrame.pack(scene.frame(c), header.width());
    }
  }

  private static void requirePackable(Path file, Take.Header h) {
    if (h.width() > PackedEvent.MAX_SIDE
        || h.height() > PackedEvent.MAX_SIDE
        || h.stepMicros() > PackedEvent.MAX_STEP_MICROS) {
      throw new IllegalArgumentException(
          file
              + ": takes hold sensors up to 512x512 and steps up to 16384 µs: width="
              + h.width()
              + ", height="
              + h.height()
              + ", stepMicros="
              + h.stepMicros());
    }
  }

  private static void requireSane(Path file, Take.Header h) throws IOException {
    boolean sane =
        inside(h.width(), PackedEvent.MAX_SIDE)
            && inside(h.height(), PackedEvent.MAX_SIDE)
            && inside(h.stepMicros(), PackedEvent.MAX_STEP_MICROS)
            && inside(h.cameras(), MAX_CAMERAS)
            && inside(h.steps(), MAX_STEPS);
    if (!sane) {
      throw new IOException(file + ": the take's header is broken, delete it: " + h);
    }
  }

  private static boolean inside(int value, int most) {
    return value > 0 && value <= most;
  }

  private static void project(ProjectionCamera camera, double[] joints, float[] out, int at) {
    double[] pixel = new double[2];
    for (int j = 0; j < Take.JOINTS; j++) {
      camera.project(joints[3 * j], joints[3 * j + 1], joints[3 * j + 2], pixel);
      out[at + 2 * j] = (float) pixel[0];
      out[at + 2 * j + 1] = (float) pixel[1];
    }
  }

  private static int[] append(int[] packed, int end, EventBuffer events, long stepBegin) {
    int needed = end + events.size();
    int[] out = needed <= packed.length ? packed : Arrays.copyOf(packed, 2 * needed);
    for (int i = 0; i < events.size(); i++) {
      int micros = (int) (events.micros(i) - stepBegin);
      out[end + i] = PackedEvent.pack(events.x(i), events.y(i), events.polarity(i), micros);
    }
    return out;
  }

  private static void write(
      Path file,
      Take.Header h,
      float[] joints2d,
      float[] joints3d,
      int[] offsets,
      int[][] events,
      int frameEverySteps,
      byte[][] frames)
      throws IOException {
    long ints = HEADER_INTS + joints2d.length + joints3d.length + offsets.length;
    for (int c = 0; c < h.cameras(); c++) {
      ints += offsets[c * (h.steps() + 1) + h.steps()];
    }
    long bytes = 4 * ints;
    if (frameEverySteps > 0) {
      bytes += 4 * (1L + frames.length);
      bytes += Arrays.stream(frames).mapToLong(frame -> frame.length).sum();
    }
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(frameEverySteps > 0 ? WITH_FRAMES : WITHOUT_FRAMES);
    out.putInt(h.subject()).putInt(h.movement()).putInt(h.stepMicros());
    out.putInt(h.width()).putInt(h.height()).putInt(h.cameras()).putInt(h.steps());
    for (float value : joints2d) {
      out.putFloat(value);
    }
    for (float value : joints3d) {
      out.putFloat(value);
    }
    for (int offset : offsets) {
      out.putInt(offset);
    }
    for (int c = 0; c < h.cameras(); c++) {
      int count = offsets[c * (h.steps() + 1) + h.steps()];
      for (int i = 0; i < count; i++) {
        out.putInt(events[c][i]);
      }
    }
    if (frameEverySteps > 0) {
      out.putInt(frameEverySteps);
      int end = 0;
      for (byte[] frame : frames) {
        end += frame.length;
        out.putInt(end);
      }
      for (byte[] frame : frames) {
        out.put(frame);
      }
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, out.array());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Maps a take.
   *
   * @throws IOException when it is no take, or cut short; says what to do
   */
  public static Take open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.remaining() < 4 * HEADER_INTS || bytes.getInt() != MAGIC) {
        throw new IOException(file + ": not a take, delete it and it is made anew");
      }
      int version = bytes.getInt();
      if (version != WITHOUT_FRAMES && version != WITH_FRAMES) {
        throw new IOException(
            file
                + ": a take of another version, delete it and it is made anew: version="
                + version
                + ", expected="
                + WITHOUT_FRAMES
                + " or "
                + WITH_FRAMES);
      }
      Take.Header header =
          new Take.Header(
              bytes.getInt(),
              bytes.getInt(),
              bytes.getInt(),
              bytes.getInt(),
              bytes.getInt(),
              bytes.getInt(),
              bytes.getInt());
      requireSane(file, header);
      try {
        return new Take(header, bytes, version == WITH_FRAMES);
      } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
        throw new IOException(
            file + ": the take is cut short, delete it and it is made anew: bytes=" + bytes.limit(),
            e);
      }
    }
  }
}
