package evpose.realism;

import evpose.hybrid.djl.CalabreseNetwork;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The weights of a {@link CalabreseNetwork} from the Keras model file that its authors released.
 */
public final class KerasWeights {
  private KerasWeights() {}

  /**
   * Reads a model file: HDF5 with one kernel a layer, [3][3][in][out], and [3][3][out][in] for
   * transposed convolutions.
   *
   * @throws IOException naming the file and the layer that is missing or of another shape
   */
  public static Tensors read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("the network cannot be read: file=" + file);
    }
    Tensors weights = new Tensors();
    try (HdfFile hdf = new HdfFile(file)) {
      for (Map.Entry<String, int[]> layer : CalabreseNetwork.shapes().entrySet()) {
        weights.put(layer.getKey(), kernel(hdf, file, layer.getKey(), layer.getValue()));
      }
    } catch (HdfException e) {
      throw new IOException(
          "not the Keras model of DHP19 (HDF5, seventeen kernels): file="
              + file
              + ", cause="
              + e.getMessage(),
          e);
    }
    return weights;
  }

  private static Tensor kernel(HdfFile hdf, Path file, String layer, int[] shape)
      throws IOException {
    Dataset data = hdf.getDatasetByPath("/model_weights/" + layer + "/" + layer + "/kernel:0");
    boolean transposed = CalabreseNetwork.transposed(layer);
    int out = shape[0];
    int in = shape[1];
    int[] keras = {3, 3, transposed ? out : in, transposed ? in : out};
    if (!Arrays.equals(data.getDimensions(), keras)
        || !(data.getDataFlat() instanceof float[] values)) {
      throw new IOException(
          "a kernel has another shape: file="
              + file
              + ", layer="
              + layer
              + ", shape="
              + Arrays.toString(data.getDimensions())
              + ", expected="
              + Arrays.toString(keras)
              + " of float32");
    }
    float[] turned = new float[values.length];
    for (int tap = 0; tap < 9; tap++) {
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          int from = transposed ? ((8 - tap) * out + o) * in + i : (tap * in + i) * out + o;
          turned[(o * in + i) * 9 + tap] = values[from];
        }
      }
    }
    return new Tensor(shape, turned);
  }
}
