package evpose.weights.exchange;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NeuroBench's figures that a file of weights has, whatever it is fed with. What a stream does with
 * it (activation sparsity, effective operations, execution rate) metrics-service tells.
 *
 * @param footprintBytes of all parameters and buffers as they are stored, batch statistics included
 * @param connectionSparsity share of the convolutions' weights that are exactly 0; null without any
 *     convolution
 * @param denseOperationsPerStep synaptic operations of one step of the spiking network, its zeros
 *     included; null where no description says what the network is
 * @param denseOperationsPerKeyFrame the same of the ANN and the state initialisation
 * @see "Yik et al. 2025, The NeuroBench framework, Nature Communications 16:1545: correctness and
 *     complexity metrics"
 */
public record NeuroBench(
    long footprintBytes,
    @Nullable Double connectionSparsity,
    @Nullable Long denseOperationsPerStep,
    @Nullable Long denseOperationsPerKeyFrame) {
  private static final int CONVOLUTION = 4; // [out][in][kernel][kernel]

  static NeuroBench of(
      List<WeightsInfo.TensorInfo> tensors, @Nullable ModelDescription description) {
    long bytes = 0;
    long weights = 0;
    long zeros = 0;
    for (WeightsInfo.TensorInfo tensor : tensors) {
      bytes += tensor.size() * StorageType.widthOf(tensor.dtype());
      if (tensor.shape().size() == CONVOLUTION) {
        weights += tensor.size();
        zeros += tensor.zeros();
      }
    }
    return new NeuroBench(
        bytes,
        weights == 0 ? null : (double) zeros / weights,
        description == null ? null : Operations.snnDenseMacs(description),
        description == null ? null : Operations.keyFrameMacs(description));
  }
}
