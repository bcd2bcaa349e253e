package evpose.hybrid;

/** The spiking network of one camera, with its state. Not thread-safe. */
public interface SnnEngine {

  /**
   * Starts a window: takes over potentials and output, or zeros, as the model's {@link Variant}
   * says.
   *
   * @param state sᵏ and o₀. Not modified.
   */
  void initialise(AnnOutput state);

  /**
   * One step: consumes the step's events, updates the potentials, adds the head's correction to the
   * decayed output.
   *
   * <pre>
   *   h = v + (x - v) / tau;  z = [h >= threshold];  v = h - z · threshold      in each of the nine layers
   *   o = lambda · o + pred(d3, e0)
   * </pre>
   *
   * @param input the step's non-empty cells. Not modified.
   */
  void step(InputSpikes input);

  /**
   * The same with a head that looks at a part of the input alone: outside, pred is 0 and the output
   * only decays. The spiking layers work everywhere.
   *
   * @param head that part
   */
  void step(InputSpikes input, Region head);

  /**
   * Keeps something of what another network of this camera has said: {@code o = o + share · (o' -
   * o)}. The potentials stay as they are.
   *
   * @param before whose o' it is; not modified
   * @param share in [0, 1]
   */
  void keepOutputOf(SnnEngine before, float share);

  /** o, [joints][N][N] row-major; a view that the next step overwrites. Not to be written to. */
  float[] heatmaps();

  /** Accumulates done by the last step because a spike or an event came in, head excluded. */
  long lastAccumulates();

  /** The part of {@link #lastAccumulates()} that was done in spiking layer k, 0 to 8. */
  long lastAccumulates(int layer);

  /** Accumulates done by the last step in the head (1x1 convolution on spikes). */
  long lastHeadAccumulates();

  /** Neurons updated by the last step: one multiply-add each. */
  long lastNeuronUpdates();

  /** Spikes that layer k fired in the last step. */
  long lastSpikes(int layer);

  /**
   * Potentials of layer k after the last step, copied as [channels][size][size]; for tests and
   * training, not for hot paths.
   */
  float[] potentials(int layer);

  /** Version of the arithmetic: equal fingerprints promise equal bytes. */
  String fingerprint();
}
