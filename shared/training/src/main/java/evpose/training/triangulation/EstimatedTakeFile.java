package evpose.training.triangulation;

import evpose.datasets.Take;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Reads and writes what was seen of a take. A file appears under its name only when it is whole.
 *
 * <pre>
 *   "EVPE" | version | subject movement stepMicros steps cameras     int32 each, little endian
 *   cameras  int32   [cameras]                  indices in the take
 *   model    64 characters                      sha256 of the weights, hexadecimal
 *   seen     float32 [camera][step][13][4]      x, y, confidence, spread
 *   world    float32 [step][13][3]              mm
 * </pre>
 */
final class EstimatedTakeFile {
  private static final int MAGIC = 'E' | 'V' << 8 | 'P' << 16 | 'E' << 24;
  private static final int VERSION = 1;
  private static final int HEADER_INTS = 7;
  private static final int SHA = 64;
  private static final int MAX_CAMERAS = 64;
  private static final int MAX_STEPS = 1_000_000;

  private EstimatedTakeFile() {}

  static void write(Path file, EstimatedTake take) throws IOException {
    int numbers = take.seen().length + take.worldMm().length;
    int bytes = 4 * (HEADER_INTS + take.cameras().length + numbers) + SHA;
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION).putInt(take.subject()).putInt(take.movement());
    out.putInt(take.stepMicros()).putInt(take.steps()).putInt(take.cameras().length);
    for (int camera : take.cameras()) {
      out.putInt(camera);
    }
    out.put(take.modelSha256().getBytes(StandardCharsets.US_ASCII));
    for (float number : take.seen()) {
      out.putFloat(number);
    }
    for (float number : take.worldMm()) {
      out.putFloat(number);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, out.array());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads one.
   *
   * @throws IOException when it is none, or cut short; says what to do
   */
  static EstimatedTake read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 4 * HEADER_INTS || in.getInt() != MAGIC || in.getInt() != VERSION) {
      throw new IOException(file + ": no estimates of this version, delete it and it is made anew");
    }
    int subject = in.getInt();
    int movement = in.getInt();
    int stepMicros = in.getInt();
    int steps = in.getInt();
    int count = in.getInt();
    boolean sane = steps > 0 && steps <= MAX_STEPS && count > 0 && count <= MAX_CAMERAS;
    long perStep = 4L * (count * EstimatedTake.NUMBERS + 3) * Take.JOINTS;
    if (!sane || in.remaining() != 4L * count + SHA + steps * perStep) {
      throw new IOException(
          file
              + ": the estimates are cut short, delete the file and it is made anew: bytes="
              + in.limit());
    }
    int[] cameras = new int[count];
    for (int c = 0; c < count; c++) {
      cameras[c] = in.getInt();
    }
    byte[] sha = new byte[SHA];
    in.get(sha);
    return new EstimatedTake(
        new String(sha, StandardCharsets.US_ASCII),
        subject,
        movement,
        stepMicros,
        cameras,
        steps,
        floats(in, count * steps * EstimatedTake.NUMBERS * Take.JOINTS),
        floats(in, steps * 3 * Take.JOINTS));
  }

  private static float[] floats(ByteBuffer in, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.getFloat();
    }
    return numbers;
  }
}
