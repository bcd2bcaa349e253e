package evpose.realism;

import evpose.hybrid.djl.CalabreseNetwork;
import evpose.pose.Joint;
import evpose.pose.Skeleton;
import evpose.simulation.Movements;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Trains the DHP19 network from nothing on simulated frames, to see whether it then finds the
 * joints of real people. One thread simulates endlessly many people, each once; another trains on
 * random windows of their frames. Every frame is a new person in a new scene, so nothing can be
 * learnt by heart.
 *
 * <p>Heatmaps as the authors': a Gaussian of sigma 4 pixels, 1 at the joint.
 */
public final class FrameTraining implements AutoCloseable {
  private static final int ROWS = 160;
  private static final int COLUMNS = 96;
  private static final double SIGMA = 4;
  private static final int REACH = 13;
  private static final int FRAMES_A_SCENE = 6;

  /** The authors trained one network for these two, channels 2 and 3. */
  private static final int[] CAMERAS = {2, 3};

  private static final double WARM_UP = 0.03;
  private static final int POOL = 1024;

  private record Sample(Dhp19Frame frame, double[][] joints) {}

  private final CalabreseNetwork network;
  private final SplittableRandom random;
  private final long iterations;
  private final int batch;
  private final double rate;
  private final BlockingQueue<Sample> fresh = new ArrayBlockingQueue<>(128);
  private final List<Sample> pool = new ArrayList<>();
  private final Thread maker;
  private volatile boolean closed;
  private long iteration;

  /**
   * @param weights to start from
   * @param iterations over which the learning rate goes up and, as a cosine, down to nothing
   * @param rate highest learning rate of Adam
   */
  public FrameTraining(
      Tensors weights, long seed, long iterations, int batch, double rate, int threads) {
    network = new CalabreseNetwork(weights, threads);
    random = new SplittableRandom(seed);
    this.iterations = iterations;
    this.batch = batch;
    this.rate = rate;
    maker = new Thread(() -> make(seed), "frame-maker");
    maker.setDaemon(true);
    maker.start();
  }

  private void make(long seed) {
    SplittableRandom dice = new SplittableRandom(~seed);
    try {
      while (!closed) {
        long person = 5_000_000_000L + dice.nextLong(1L << 40);
        SimulatedFrames frames =
            new SimulatedFrames(dice.nextInt(Movements.COUNT), person, dice.nextLong(1L << 40));
        frames.next();
        for (int i = 0; i < FRAMES_A_SCENE && !closed; i++) {
          SimulatedFrames.Frame frame = frames.next();
          for (int camera : CAMERAS) {
            fresh.put(new Sample(frame.images().get(camera), frame.joints()[camera]));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public long iteration() {
    return iteration;
  }

  /**
   * One iteration.
   *
   * @return the loss, NaN when a gradient was no number
   */
  public double iterate() throws InterruptedException {
    refill();
    float[] frames = new float[batch * ROWS * COLUMNS];
    float[] targets = new float[batch * Skeleton.JOINTS * ROWS * COLUMNS];
    for (int i = 0; i < batch; i++) {
      cut(pool.get(random.nextInt(pool.size())), i, frames, targets);
    }
    double share = (double) iteration / iterations;
    double height =
        share < WARM_UP
            ? share / WARM_UP
            : 0.5 + 0.5 * Math.cos(Math.PI * Math.min(1, (share - WARM_UP) / (1 - WARM_UP)));
    iteration++;
    return network.train(frames, targets, batch, ROWS, COLUMNS, Math.max(1e-6, rate * height));
  }

  /** New frames replace old ones at random; the first iteration waits for enough to begin with. */
  private void refill() throws InterruptedException {
    while (pool.size() < 8 * batch) {
      pool.add(fresh.take());
    }
    for (Sample sample = fresh.poll(); sample != null; sample = fresh.poll()) {
      if (pool.size() < POOL) {
        pool.add(sample);
      } else {
        pool.set(random.nextInt(POOL), sample);
      }
    }
  }

  /**
   * A window around the person, shifted, turned, scaled and worn ({@link Wear}), half of them
   * mirrored with left and right exchanged.
   */
  private void cut(Sample sample, int index, float[] frames, float[] targets) {
    boolean mirror = random.nextBoolean();
    int spare = Dhp19Frame.COLUMNS - COLUMNS;
    double middle = middleColumn(sample.joints);
    int left = (int) Math.round(middle - COLUMNS / 2.0) + random.nextInt(-40, 41);
    left = Math.max(0, Math.min(spare, left));
    int top = random.nextInt(Dhp19Frame.ROWS - ROWS + 1);
    double middleX = left + COLUMNS / 2.0;
    double middleY = top + ROWS / 2.0;
    Wear wear = Wear.draw(random);
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < COLUMNS; x++) {
        double fromX = (mirror ? COLUMNS - 1 - x : x) - COLUMNS / 2.0;
        double fromY = y - ROWS / 2.0;
        frames[(index * ROWS + y) * COLUMNS + x] =
            wear.look(sample.frame, middleX, middleY, fromX, fromY, random);
      }
    }
    for (Joint joint : Joint.values()) {
      double[] truth = sample.joints[joint.ordinal()];
      if (!Double.isNaN(truth[0])) {
        int target = (mirror ? joint.mirrored() : joint).ordinal();
        double[] at = wear.place(truth[0] - middleX, truth[1] - middleY);
        int x = (int) Math.floor(at[0] + COLUMNS / 2.0);
        hill(
            targets,
            (index * Skeleton.JOINTS + target) * ROWS * COLUMNS,
            mirror ? COLUMNS - 1 - x : x,
            (int) Math.floor(at[1] + ROWS / 2.0));
      }
    }
  }

  private static double middleColumn(double[][] joints) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] joint : joints) {
      if (!Double.isNaN(joint[0])) {
        low = Math.min(low, joint[0]);
        high = Math.max(high, joint[0]);
      }
    }
    return low > high ? Dhp19Frame.COLUMNS / 2.0 : (low + high) / 2;
  }

  private static void hill(float[] targets, int offset, int column, int row) {
    for (int y = Math.max(0, row - REACH); y <= Math.min(ROWS - 1, row + REACH); y++) {
      for (int x = Math.max(0, column - REACH); x <= Math.min(COLUMNS - 1, column + REACH); x++) {
        double square = (x - column) * (x - column) + (y - row) * (y - row);
        targets[offset + y * COLUMNS + x] = (float) Math.exp(-square / (2 * SIGMA * SIGMA));
      }
    }
  }

  /** A copy of the weights. */
  public Tensors weights() {
    return network.weights();
  }

  /** All that is needed to go on: weights, optimiser, place. */
  public Tensors checkpoint() {
    Tensors all = network.weights();
    Tensors optimiser = network.optimiserState();
    optimiser.names().forEach(name -> all.put(name, optimiser.get(name)));
    all.put("iteration", new Tensor(new int[] {2}, new float[] {iteration, network.updates()}));
    return all;
  }

  /** Goes on from a checkpoint; the people that come are others than they would have been. */
  public void resume(Tensors checkpoint) {
    float[] place = checkpoint.get("iteration", 2);
    iteration = (long) place[0];
    network.restoreOptimiser(checkpoint, (long) place[1]);
  }

  @Override
  public void close() {
    closed = true;
    maker.interrupt();
    network.close();
  }
}
