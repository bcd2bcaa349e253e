package evpose.nir;

import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes and edges of the spiking network.
 *
 * <pre>
 *   input -> e0 -> e1 -> e2 -> e3 -> r1 -> r2 (+ e3)
 *   [r2, e3] -> d1    [d1, e2] -> d2    [d2, e1] -> d3    [d3, e0] -> head -> membrane -> output
 * </pre>
 *
 * Each name stands for a leaky neuron layer {@code NAME} behind one or two convolutions {@code
 * NAME_from_SOURCE}. NIR adds up what comes into a node, so a convolution of two maps laid together
 * is two convolutions, each with its part of the kernel; the bias is the first one's.
 */
final class SnnGraph {
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  /** The accumulator behind the head, a leaky integrator. */
  static final String MEMBRANE = "membrane";

  private static final String[] NAMES = {"e0", "e1", "e2", "e3", "r1", "r2", "d1", "d2", "d3"};
  private static final String[][] SOURCES = {
    {INPUT}, {"e0"}, {"e1"}, {"e2"}, {"e3"}, {"r1"}, {"r2", "e3"}, {"d1", "e2"}, {"d2", "e1"}
  };
  private static final String[] HEAD_SOURCES = {"d3", "e0"};
  private static final int LAST_RESIDUAL = 5;
  private static final int FIRST_DECODER = 6;
  private static final int LAST_HALVING = 3;

  /**
   * One convolution node.
   *
   * @param source node that it reads
   * @param target node that it feeds
   * @param row of {@link Layers#snn}
   * @param firstIn first input channel of the row's kernel that is this node's
   * @param in how many
   * @param stride 1, or 2 where the map is halved
   * @param doubled whether it reads its source doubled
   * @param first whether the row's bias is this node's
   */
  record Convolution(
      String source,
      String target,
      int row,
      int firstIn,
      int in,
      int stride,
      boolean doubled,
      boolean first) {
    String name() {
      return target + "_from_" + source;
    }
  }

  private final ModelDescription description;
  private final List<Layer> rows;
  private final List<Convolution> convolutions = new ArrayList<>();

  SnnGraph(ModelDescription description) {
    this.description = description;
    rows = Layers.snn(description);
    for (int k = 0; k < NAMES.length; k++) {
      boolean halves = k >= 1 && k <= LAST_HALVING;
      add(k, NAMES[k], SOURCES[k], halves ? 2 : 1, k >= FIRST_DECODER);
    }
    add(NAMES.length, MEMBRANE, HEAD_SOURCES, 1, false);
  }

  private void add(int row, String target, String[] sources, int stride, boolean doubled) {
    int firstIn = 0;
    for (String source : sources) {
      int in = channels(source);
      convolutions.add(
          new Convolution(source, target, row, firstIn, in, stride, doubled, firstIn == 0));
      firstIn += in;
    }
    if (firstIn != row(row).in()) {
      throw new IllegalStateException("the table of layers and the graph differ: row=" + row);
    }
  }

  List<Convolution> convolutions() {
    return convolutions;
  }

  Layer row(int row) {
    return rows.get(row);
  }

  /** The leaky neuron layers, in the order of {@link Layers#snn}. */
  List<String> neurons() {
    return List.of(NAMES);
  }

  /** Channels of a node's output. */
  int channels(String node) {
    return node.equals(INPUT) ? 2 : rows.get(indexOf(node)).out();
  }

  /** Side of a node's output. */
  int size(String node) {
    return node.equals(INPUT) ? description.inputSize() : rows.get(indexOf(node)).size();
  }

  private static int indexOf(String node) {
    int k = List.of(NAMES).indexOf(node);
    return k < 0 ? NAMES.length : k; // the head's row is the membrane's
  }

  /** Every edge, source and target. */
  List<String[]> edges() {
    List<String[]> edges = new ArrayList<>();
    for (Convolution c : convolutions) {
      edges.add(new String[] {c.source(), c.name()});
      edges.add(new String[] {c.name(), c.target()});
    }
    edges.add(new String[] {"e3", NAMES[LAST_RESIDUAL]});
    edges.add(new String[] {MEMBRANE, OUTPUT});
    return edges;
  }
}
