package evpose.camera.service;

import evpose.hybrid.AnnEngine;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.hybrid.SnnEngine;

/**
 * In place of a spiking network: remembers everything it was told since its key frame, to the last
 * event and in order, in one number, and shows it as operation counts. Networks forget; this does
 * not, and it is fast.
 */
final class WitnessSnn implements SnnEngine {
  private final float[] heatmaps;
  private long memory;

  WitnessSnn(ModelDescription description) {
    heatmaps = new float[description.joints() * description.inputSize() * description.inputSize()];
  }

  /** In place of the ANN: its input in one number. */
  static AnnEngine ann() {
    return new AnnEngine() {
      @Override
      public void run(float[] input, Region region, AnnOutput output) {
        int hash = java.util.Arrays.hashCode(input);
        output.potentials(0)[0] = hash >>> 16;
        output.potentials(0)[1] = hash & 0xFFFF;
      }

      @Override
      public String fingerprint() {
        return "witness";
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void initialise(AnnOutput state) {
    memory = 0;
    remember((long) state.potentials(0)[0]);
    remember((long) state.potentials(0)[1]);
  }

  @Override
  public void step(InputSpikes input) {
    remember(input.size());
    for (int i = 0; i < input.size(); i++) {
      remember(input.cell(i) * 2L + input.polarity(i));
      remember(Float.floatToIntBits(input.value(i)));
    }
  }

  @Override
  public void step(InputSpikes input, Region head) {
    remember(head.hashCode());
    step(input);
  }

  @Override
  public void keepOutputOf(SnnEngine before, float share) {
    remember(((WitnessSnn) before).memory);
    remember(Float.floatToIntBits(share));
  }

  private void remember(long value) {
    memory = (memory ^ value) * 0x9E37_79B9_7F4A_7C15L;
    memory ^= memory >>> 29;
  }

  @Override
  public float[] heatmaps() {
    return heatmaps;
  }

  @Override
  public long lastAccumulates() {
    return memory >>> 32;
  }

  @Override
  public long lastNeuronUpdates() {
    return memory & 0xFFFF_FFFFL;
  }

  @Override
  public long lastAccumulates(int layer) {
    return 0;
  }

  @Override
  public long lastHeadAccumulates() {
    return 0;
  }

  @Override
  public long lastSpikes(int layer) {
    return 0;
  }

  @Override
  public float[] potentials(int layer) {
    return new float[0];
  }

  @Override
  public String fingerprint() {
    return "witness";
  }
}
