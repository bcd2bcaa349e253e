package evpose.representation;

import evpose.events.CropBin;
import evpose.events.window.StepEvents;

/**
 * The SNN's input: the events of one step, counted by cell and polarity, told as a list of the
 * cells in which something happened. Allocates nothing per step. Not thread-safe.
 */
public final class StepHistogram {

  /** Receives the non-empty cells by cell, then polarity. */
  @FunctionalInterface
  public interface CellSink {
    /**
     * @param cell y · N + x
     * @param polarity 0 OFF, 1 ON
     * @param value count, or log(1 + count)
     */
    void cell(int cell, int polarity, float value);
  }

  private final CropBin map;
  private final CountScale scale;
  private final int[] counts; // [cell][polarity]; zero between calls
  private final long[] touched; // one bit for each of them; zero between calls

  public StepHistogram(CropBin map, boolean log) {
    this.map = map;
    scale = CountScale.of(log);
    counts = new int[2 * map.inputSize() * map.inputSize()];
    touched = new long[(counts.length + Long.SIZE - 1) / Long.SIZE];
  }

  /** Counts a step's events and tells the cells. */
  public void tell(StepEvents step, CellSink sink) {
    for (int i = 0; i < step.size(); i++) {
      add(step.x(i), step.y(i), step.polarity(i));
    }
    tell(sink);
  }

  /** Counts one event; outside the cut it is left out. */
  public void add(int x, int y, int polarity) {
    int cellX = map.cellX(x);
    int cellY = map.cellY(y);
    if (cellX >= 0 && cellY >= 0) {
      int slot = 2 * (cellY * map.inputSize() + cellX) + polarity;
      counts[slot]++;
      touched[slot / Long.SIZE] |= 1L << slot; // shifts count modulo 64
    }
  }

  /** Tells the cells counted since the last call, and starts anew. */
  public void tell(CellSink sink) {
    for (int word = 0; word < touched.length; word++) {
      for (long bits = touched[word]; bits != 0; bits &= bits - 1) {
        int slot = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
        sink.cell(slot / 2, slot % 2, scale.of(counts[slot]));
        counts[slot] = 0;
      }
      touched[word] = 0;
    }
  }
}
