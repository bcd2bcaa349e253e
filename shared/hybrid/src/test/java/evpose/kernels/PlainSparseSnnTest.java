package evpose.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.Lively;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.SnnEngineContract;
import evpose.weights.Tensors;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class PlainSparseSnnTest extends SnnEngineContract {
  @Override
  protected SnnEngine engine(ModelDescription description, Tensors tensors) {
    return plain(description, tensors);
  }

  static SparseSnn plain(ModelDescription description, Tensors tensors) {
    return new SparseSnn(new SparseWeights(description, tensors), KernelChoice.of("plain", true));
  }

  /** Measured on the plain twin: the vector twin boxes its lanes until it is compiled. */
  @Test
  void aStepAllocatesNothing() {
    ModelDescription d = Lively.description(32, 0.0625);
    SparseSnn snn = plain(d, Lively.weights(d, 6));
    snn.initialise(Lively.state(d, 6));
    InputSpikes input = Lively.input(d, 0.1, 6);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE; // the least of some: a compiler may interrupt any single one
    for (int t = 0; t < 50; t++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      snn.step(input);
      long after = threads.getCurrentThreadAllocatedBytes();
      least = Math.min(least, after - before - (before - start)); // the question itself allocates
    }
    assertThat(least).isZero();
  }
}
