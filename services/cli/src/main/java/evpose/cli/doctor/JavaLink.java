package evpose.cli.doctor;

import evpose.hybrid.djl.NativeRuntime;
import java.util.Map;

/** The Java that runs this, its flags, and the native PyTorch that it loads. */
final class JavaLink {
  private static final int LEAST_VERSION = 17;
  private static final long LEAST_HEAP_BYTES = 1L << 30;

  private JavaLink() {}

  static void look(Chart chart) {
    java(Runtime.version().feature(), Runtime.getRuntime().maxMemory(), chart);
    nativeLibrary(System.getenv(), chart);
  }

  static void java(int version, long heapBytes, Chart chart) {
    String is = "Java " + Runtime.version() + ", heap up to " + Text.bytes(heapBytes);
    if (version < LEAST_VERSION) {
      chart.fail(
          "java",
          "",
          is + ": too old, 17 is the least",
          "install a JDK 17 or newer, or name one: EVPOSE_JAVA_HOME=/path/to/jdk ./evpose doctor");
    } else if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      chart.fail(
          "java",
          "",
          is + ", but without the module that the spiking engine computes with",
          "start it by ./evpose, or with java --add-modules jdk.incubator.vector");
    } else if (heapBytes < LEAST_HEAP_BYTES) {
      chart.warn(
          "java",
          "",
          is + ": less than a house with four cameras needs",
          "EVPOSE_JAVA_OPTS=-Xmx2g ./evpose ...");
    } else {
      chart.ok("java", "", is);
    }
  }

  private static void nativeLibrary(Map<String, String> environment, Chart chart) {
    try {
      NativeRuntime.load(1);
    } catch (IllegalStateException e) {
      chart.fail(
          "native",
          "",
          String.valueOf(e.getMessage()),
          "make room and rights in that directory, or name another: EVPOSE_CACHE=/path ./evpose"
              + " doctor");
      return;
    }
    String is = NativeRuntime.fingerprint();
    if (environment.getOrDefault("ATEN_CPU_CAPABILITY", "").isEmpty()) {
      chart.warn(
          "native",
          "",
          "PyTorch loads, but its instruction set is not pinned: poses are not the same on every"
              + " machine: "
              + is,
          "start services by ./evpose, or with ATEN_CPU_CAPABILITY=avx2 DNNL_MAX_CPU_ISA=AVX2");
    } else {
      chart.ok("native", "", "PyTorch loads, instruction set pinned: " + is);
    }
  }
}
