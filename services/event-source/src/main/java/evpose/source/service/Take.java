package evpose.source.service;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.pose.Skeleton;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * A feed that was rendered beforehand into a scratch file, and plays it, over and over if need be:
 * for machines that cannot simulate and infer at the same time. Each new round is a cut: the person
 * is back where the take began, while time goes on. The file is deleted at the end.
 *
 * <p>The file is this process's own and holds, for each step: whether there is truth, 39 doubles if
 * so, for each camera a count and its events (x, y, microseconds from the step's begin, polarity),
 * and whether it has a frame, when its shutter opened and closed (likewise), and its pixels if so.
 */
final class Take implements EventFeed {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path file;
  private final Rig rig;
  private final long rounds;
  private final long stepsPerRound;
  private final List<EventBuffer> events = new ArrayList<>();
  private final List<byte[]> pixels = new ArrayList<>();
  private final double[] joints = new double[3 * Skeleton.JOINTS];
  private DataInputStream in;
  private long round;
  private long stepInRound;

  private Take(Path file, Rig rig, long stepsPerRound, long rounds) throws IOException {
    this.file = file;
    this.rig = rig;
    this.stepsPerRound = stepsPerRound;
    this.rounds = rounds;
    for (int c = 0; c < rig.cameras().size(); c++) {
      events.add(new EventBuffer());
      SensorGeometry sensor = rig.cameras().get(c).sensor();
      pixels.add(new byte[sensor.width() * sensor.height()]);
    }
    in = open(file);
  }

  /**
   * Renders a feed to its end, or until so many steps are done, and closes it.
   *
   * @param directory for the scratch file
   * @param steps at most
   * @param rounds how often the take is played
   * @param goOn told the share that is done, in (0, 1], after each step; false ends the take there
   */
  static Take render(
      EventFeed feed, Path directory, long steps, long rounds, DoublePredicate goOn) {
    try (feed) {
      Files.createDirectories(directory);
      Path file = Files.createTempFile(directory, "take-", ".bin");
      long done = 0;
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
        Step step;
        boolean more = true;
        while (more && done < steps && (step = feed.next()) != null) {
          write(out, step, feed.rig().stepMicros());
          done++;
          more = goOn.test((double) done / steps);
        }
      }
      return new Take(file, feed.rig(), done, done == 0 ? 0 : rounds);
    } catch (IOException e) {
      throw new SourceException(
          "the take could not be rendered, is the disk full? directory=" + directory, e);
    }
  }

  private static void write(DataOutputStream out, Step step, long stepMicros) throws IOException {
    double[] joints = step.jointsInWorldMm();
    out.writeBoolean(joints != null);
    if (joints != null) {
      for (double coordinate : joints) {
        out.writeDouble(coordinate);
      }
    }
    long begin = step.step() * stepMicros;
    for (EventBuffer camera : step.events()) {
      out.writeInt(camera.size());
      for (int i = 0; i < camera.size(); i++) {
        out.writeShort(camera.x(i));
        out.writeShort(camera.y(i));
        out.writeInt(Math.toIntExact(camera.micros(i) - begin));
        out.writeByte(camera.polarity(i));
      }
    }
    for (int c = 0; c < step.events().size(); c++) {
      Frame frame = step.frames().isEmpty() ? null : step.frames().get(c);
      out.writeBoolean(frame != null);
      if (frame != null) {
        out.writeInt(Math.toIntExact(frame.openMicros() - begin));
        out.writeInt(Math.toIntExact(frame.closeMicros() - begin));
        out.write(frame.pixels());
      }
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
  }

  @Override
  public Rig rig() {
    return rig;
  }

  /** Steps of one round. */
  long steps() {
    return stepsPerRound;
  }

  @Override
  public @Nullable Step next() {
    try {
      if (stepInRound == stepsPerRound) {
        round++;
        stepInRound = 0;
        in.close();
        in = open(file);
      }
      if (round >= rounds) {
        return null;
      }
      return read(round * stepsPerRound + stepInRound++);
    } catch (IOException e) {
      throw new UncheckedIOException("the take could not be read back: file=" + file, e);
    }
  }

  private Step read(long step) throws IOException {
    boolean truth = in.readBoolean();
    if (truth) {
      for (int i = 0; i < joints.length; i++) {
        joints[i] = in.readDouble();
      }
    }
    long begin = step * rig.stepMicros();
    for (EventBuffer camera : events) {
      camera.clear();
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        int x = in.readUnsignedShort();
        int y = in.readUnsignedShort();
        long micros = begin + in.readInt();
        camera.add(x, y, micros, in.readByte());
      }
    }
    List<@Nullable Frame> frames = new ArrayList<>();
    for (byte[] camera : pixels) {
      boolean there = in.readBoolean();
      frames.add(there ? new Frame(begin + in.readInt(), begin + in.readInt(), camera) : null);
      if (there) {
        in.readFully(camera);
      }
    }
    return new Step(step, events, truth ? joints : null, frames);
  }

  @Override
  public void close() {
    try {
      in.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the take could not be deleted: file=" + file, e);
    }
  }
}
