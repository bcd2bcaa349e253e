package evpose.nir;

import evpose.hybrid.Layer;
import evpose.hybrid.ModelDescription;
import evpose.weights.MalformedWeightsException;
import evpose.weights.ModelBundle;
import evpose.weights.Tensors;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A NIR file of the spiking network.
 *
 * <pre>
 *   /version                      the layout's, 1.0.8
 *   /node/type                    NIRGraph
 *   /node/edges                   [n][2] names
 *   /node/metadata/...            what NIR has no word for
 *   /node/nodes/NAME/type         Input, Conv2d, LIF, LI, Output
 *   /node/nodes/NAME/weight ...   the fields of the type
 * </pre>
 *
 * Time constants are in seconds: {@code tau = tau in steps · dt}, to be stepped forward by Euler
 * with {@code dt}, {@code v += dt / tau · (v_leak - v + r · I)}. A neuron fires where {@code v >=
 * v_threshold} and keeps what exceeds it: NIR's LIF would set it to {@code v_reset}, so every LIF
 * says {@code reset = subtract}.
 */
public final class NirFile {
  private static final String VERSION = "1.0.8";
  private static final double MICROS = 1e6;
  private static final String DOUBLED = "upsample_input";
  private static final String HOW_DOUBLED =
      "bilinear x2, half-pixel centres: out[2k] = 0.75 in[k] + 0.25 in[max(k-1, 0)], out[2k+1] ="
          + " 0.75 in[k] + 0.25 in[min(k+1, n-1)] in each axis";

  private NirFile() {}

  @FunctionalInterface
  interface Content {
    void put(WritableHdfFile file);
  }

  /**
   * Writes the spiking part of a model; the file appears under its name only when it is whole.
   *
   * @throws IOException naming the file that could not be written
   */
  public static void write(Path file, ModelBundle bundle) throws IOException {
    whole(file, out -> put(out, bundle));
  }

  static void whole(Path target, Content content) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (WritableHdfFile file = HdfFile.write(part)) {
      content.put(file);
    } catch (HdfException e) {
      throw new IOException("cannot write: file=" + part + ", cause=" + e.getMessage(), e);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void put(WritableHdfFile file, ModelBundle bundle) {
    ModelDescription d = bundle.description();
    SnnGraph graph = new SnnGraph(d);
    double dt = d.stepMicros() / MICROS;
    file.putDataset("version", VERSION);
    WritableGroup root = file.putGroup("node");
    root.putDataset("type", "NIRGraph");
    metadata(root.putGroup("metadata"), bundle, dt);
    WritableGroup nodes = root.putGroup("nodes");
    terminal(nodes.putGroup(SnnGraph.INPUT), "Input", 2, d.inputSize());
    terminal(nodes.putGroup(SnnGraph.OUTPUT), "Output", d.joints(), d.inputSize());
    FoldedRow[] rows = new FoldedRow[ModelDescription.SPIKING_LAYERS + 1];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = FoldedRow.of(graph.row(row), bundle.tensors());
    }
    for (SnnGraph.Convolution c : graph.convolutions()) {
      convolution(nodes.putGroup(c.name()), graph, c, rows[c.row()]);
    }
    for (String neuron : graph.neurons()) {
      int channels = graph.channels(neuron);
      int size = graph.size(neuron);
      WritableGroup node = nodes.putGroup(neuron);
      node.putDataset("type", "LIF");
      node.putDataset("tau", filled(channels, size, d.tau() * dt));
      node.putDataset("r", filled(channels, size, 1));
      node.putDataset("v_leak", filled(channels, size, 0));
      node.putDataset("v_threshold", filled(channels, size, d.threshold()));
      node.putDataset("v_reset", filled(channels, size, 0));
      node.putGroup("metadata").putDataset("reset", "subtract");
    }
    membrane(nodes.putGroup(SnnGraph.MEMBRANE), d, dt);
    root.putDataset("edges", graph.edges().toArray(new String[0][]));
  }

  private static void metadata(WritableGroup metadata, ModelBundle bundle, double dt) {
    ModelDescription d = bundle.description();
    metadata.putDataset("dt", dt);
    metadata.putDataset("integration", "forward Euler: v += dt / tau * (v_leak - v + r * I)");
    metadata.putDataset("fires", "where v >= v_threshold, after integration");
    metadata.putDataset("reset", "subtract: v -= v_threshold where it fired; v_reset is not used");
    metadata.putDataset(
        "input",
        "events of a step in each cell, channel 0 OFF, channel 1 ON, as "
            + (d.logSnnInput() ? "log(1 + count)" : "counts"));
    metadata.putDataset(
        "initial_state",
        d.variant().usesAnn()
            ? "potentials and output are set by the ANN at each key frame; the ANN is not in here"
            : "zero at each key frame");
    metadata.putDataset("preset", d.preset());
    metadata.putDataset("variant", d.variant().toString());
    metadata.putDataset("model_sha256", bundle.sha256());
  }

  private static void terminal(WritableGroup node, String type, int channels, int size) {
    node.putDataset("type", type);
    node.putDataset("shape", new long[] {channels, size, size});
  }

  private static void convolution(
      WritableGroup node, SnnGraph graph, SnnGraph.Convolution c, FoldedRow row) {
    Layer layer = graph.row(c.row());
    int size = graph.size(c.source()) * (c.doubled() ? 2 : 1);
    long padding = layer.kernel() / 2;
    node.putDataset("type", "Conv2d");
    node.putDataset("input_shape", new long[] {size, size});
    float[][][][] kernel = new float[layer.out()][][][];
    Arrays.setAll(
        kernel, o -> Arrays.copyOfRange(row.kernel()[o], c.firstIn(), c.firstIn() + c.in()));
    node.putDataset("weight", kernel);
    node.putDataset("stride", new long[] {c.stride(), c.stride()});
    node.putDataset("padding", new long[] {padding, padding});
    node.putDataset("dilation", new long[] {1, 1});
    node.putDataset("groups", 1L);
    node.putDataset("bias", c.first() ? row.bias() : new float[layer.out()]);
    if (c.doubled()) {
      node.putGroup("metadata").putDataset(DOUBLED, HOW_DOUBLED);
    }
  }

  /** o = lambda · o + x as a leaky integrator: dt / tau = 1 - lambda, and r undoes it for x. */
  private static void membrane(WritableGroup node, ModelDescription d, double dt) {
    int channels = d.joints();
    int size = d.inputSize();
    boolean membraneHead = d.variant().membraneHead();
    if (!membraneHead && d.lambda() == 1) {
      node.putDataset("type", "I");
      node.putDataset("r", filled(channels, size, 1 / dt));
      return;
    }
    node.putDataset("type", "LI");
    double tau = membraneHead ? d.tau() * dt : dt / (1 - d.lambda());
    node.putDataset("tau", filled(channels, size, tau));
    node.putDataset("r", filled(channels, size, membraneHead ? 1 : 1 / (1 - d.lambda())));
    node.putDataset("v_leak", filled(channels, size, 0));
  }

  private static float[][][] filled(int channels, int size, double value) {
    float[][][] all = new float[channels][size][size];
    for (float[][] plane : all) {
      for (float[] line : plane) {
        Arrays.fill(line, (float) value);
      }
    }
    return all;
  }

  /**
   * Reads a file of this graph: kernels and biases of the spiking network, on a model that gives
   * all else (the ANN, the state initialisation, the description).
   *
   * @param base of the same sizes
   * @throws MalformedWeightsException when it is no such graph, or its neurons are not the base's;
   *     says what differs
   */
  public static ModelBundle read(Path file, ModelBundle base) throws IOException {
    try (HdfFile hdf = new HdfFile(file)) {
      return read(hdf, base, String.valueOf(file.getFileName()));
    } catch (HdfException e) {
      throw new MalformedWeightsException(
          file.getFileName() + ": no HDF5 file that can be read, cause=" + e.getMessage(), e);
    }
  }

  private static ModelBundle read(HdfFile hdf, ModelBundle base, String source) throws IOException {
    ModelDescription d = base.description();
    SnnGraph graph = new SnnGraph(d);
    requireEdges(hdf, graph, source);
    requireNeurons(hdf, graph, d, source);
    Tensors tensors = new Tensors();
    base.tensors().names().forEach(name -> tensors.put(name, base.tensors().get(name)));
    float[][][][][] kernels = new float[ModelDescription.SPIKING_LAYERS + 1][][][][];
    float[][] biases = new float[kernels.length][];
    for (SnnGraph.Convolution c : graph.convolutions()) {
      Layer layer = graph.row(c.row());
      String at = "/node/nodes/" + c.name() + "/";
      float[][][][] part = floats(hdf, at + "weight", float[][][][].class, source);
      float[] bias = floats(hdf, at + "bias", float[].class, source);
      boolean fits =
          part.length == layer.out()
              && part[0].length == c.in()
              && part[0][0].length == layer.kernel()
              && part[0][0][0].length == layer.kernel()
              && bias.length == layer.out();
      if (!fits) {
        throw new MalformedWeightsException(
            source + ": a convolution has another shape than the base model's: node=" + c.name());
      }
      if (c.first()) {
        kernels[c.row()] = new float[layer.out()][layer.in()][][];
        biases[c.row()] = new float[layer.out()];
      }
      for (int o = 0; o < layer.out(); o++) {
        System.arraycopy(part[o], 0, kernels[c.row()][o], c.firstIn(), c.in());
        biases[c.row()][o] += bias[o];
      }
    }
    for (int row = 0; row < kernels.length; row++) {
      Layer layer = graph.row(row);
      if (!layer.normalised()) {
        for (float bias : biases[row]) {
          if (bias != 0) {
            throw new MalformedWeightsException(
                source + ": the head has no bias here: node=" + SnnGraph.MEMBRANE);
          }
        }
      }
      new FoldedRow(kernels[row], biases[row]).putInto(tensors, layer);
    }
    try {
      return ModelBundle.of(d, tensors);
    } catch (IllegalArgumentException e) {
      throw new MalformedWeightsException(source + ": " + e.getMessage(), e);
    }
  }

  private static void requireEdges(HdfFile hdf, SnnGraph graph, String source)
      throws MalformedWeightsException {
    Set<List<String>> there = new HashSet<>();
    Object data = data(hdf, "/node/edges", source);
    if (data instanceof Object[] rows) {
      for (Object row : rows) {
        if (row instanceof String[] edge && edge.length == 2) {
          there.add(List.of(edge));
        }
      }
    }
    Set<List<String>> wanted = new HashSet<>();
    graph.edges().forEach(edge -> wanted.add(List.of(edge)));
    if (!there.equals(wanted)) {
      Set<List<String>> missing = new HashSet<>(wanted);
      missing.removeAll(there);
      there.removeAll(wanted);
      throw new MalformedWeightsException(
          source + ": its graph is another one: missing edges=" + missing + ", more=" + there);
    }
  }

  /** What the description says of the neurons, the file must say too. */
  private static void requireNeurons(HdfFile hdf, SnnGraph graph, ModelDescription d, String source)
      throws IOException {
    double dt = d.stepMicros() / MICROS;
    for (String neuron : graph.neurons()) {
      requireAll(hdf, neuron, "tau", d.tau() * dt, source);
      requireAll(hdf, neuron, "r", 1, source);
      requireAll(hdf, neuron, "v_leak", 0, source);
      requireAll(hdf, neuron, "v_threshold", d.threshold(), source);
    }
  }

  private static void requireAll(
      HdfFile hdf, String node, String field, double value, String source) throws IOException {
    String path = "/node/nodes/" + node + "/" + field;
    for (float[][] plane : floats(hdf, path, float[][][].class, source)) {
      for (float[] line : plane) {
        for (float found : line) {
          if (Math.abs(found - value) > 1e-6 * Math.max(1, Math.abs(value))) {
            throw new MalformedWeightsException(
                source
                    + ": neurons are not those of the base model: node="
                    + node
                    + ", "
                    + field
                    + "="
                    + found
                    + ", expected="
                    + value);
          }
        }
      }
    }
  }

  private static <T> T floats(HdfFile hdf, String path, Class<T> type, String source)
      throws MalformedWeightsException {
    Object data = data(hdf, path, source);
    if (!type.isInstance(data)) {
      throw new MalformedWeightsException(
          source
              + ": a dataset must hold 32-bit floats in "
              + (type.getName().lastIndexOf('[') + 1)
              + " dimensions: dataset="
              + path);
    }
    return type.cast(data);
  }

  private static Object data(HdfFile hdf, String path, String source)
      throws MalformedWeightsException {
    try {
      Node node = hdf.getByPath(path);
      if (node instanceof Dataset dataset) {
        Object data = dataset.getData();
        if (data != null) {
          return data;
        }
      }
    } catch (HdfException e) {
      throw new MalformedWeightsException(
          source + ": a dataset is missing or broken: dataset=" + path, e);
    }
    throw new MalformedWeightsException(source + ": a dataset is missing: dataset=" + path);
  }
}
