package evpose.training;

import evpose.hybrid.djl.TrainableHybrid;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * All that a run needs to go on exactly: weights, optimiser, place. Chance needs no state of its
 * own, since each iteration draws from a generator made of seed and place. One file, replaced as a
 * whole.
 *
 * @param phase 0 the ANN, 1 the hybrid
 * @param iteration of the phase that comes next
 * @param trainedSeconds of the phase so far
 * @param bestPx best hybrid error so far, infinite before the first
 * @param stale measurements in a row that were not better
 * @param updates of the two optimisers
 */
public record Checkpoint(
    int phase,
    long iteration,
    double trainedSeconds,
    double bestPx,
    int stale,
    long[] updates,
    Tensors weights,
    Tensors optimiser) {
  private static final String MAGIC = "evpose-checkpoint-2";

  static Checkpoint of(
      TrainableHybrid network,
      int phase,
      long iteration,
      double trainedSeconds,
      double bestPx,
      int stale) {
    return new Checkpoint(
        phase,
        iteration,
        trainedSeconds,
        bestPx,
        stale,
        network.updates(),
        network.weights(),
        network.optimiserState());
  }

  public void save(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))) {
      out.writeUTF(MAGIC);
      out.writeInt(phase);
      out.writeLong(iteration);
      out.writeDouble(trainedSeconds);
      out.writeDouble(bestPx);
      out.writeInt(stale);
      out.writeLong(updates[0]);
      out.writeLong(updates[1]);
      write(out, weights);
      write(out, optimiser);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(DataOutputStream out, Tensors tensors) throws IOException {
    out.writeInt(tensors.names().size());
    for (String name : tensors.names()) {
      Tensor tensor = tensors.get(name);
      out.writeUTF(name);
      out.writeInt(tensor.shape().length);
      for (int side : tensor.shape()) {
        out.writeInt(side);
      }
      ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.size());
      bytes.asFloatBuffer().put(tensor.data());
      out.write(bytes.array());
    }
  }

  /**
   * @throws IOException when it is no checkpoint; says what to do
   */
  public static Checkpoint load(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (!in.readUTF().equals(MAGIC)) {
        throw new IOException(
            file + ": not a checkpoint of this version, move it away to start anew");
      }
      return new Checkpoint(
          in.readInt(),
          in.readLong(),
          in.readDouble(),
          in.readDouble(),
          in.readInt(),
          new long[] {in.readLong(), in.readLong()},
          read(in),
          read(in));
    }
  }

  private static Tensors read(DataInputStream in) throws IOException {
    Tensors tensors = new Tensors();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      int[] shape = new int[in.readInt()];
      int size = 1;
      for (int s = 0; s < shape.length; s++) {
        shape[s] = in.readInt();
        size *= shape[s];
      }
      byte[] bytes = new byte[4 * size];
      in.readFully(bytes);
      float[] data = new float[size];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(data);
      tensors.put(name, new Tensor(shape, data));
    }
    return tensors;
  }
}
