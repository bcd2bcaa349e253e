package evpose.kernels;

/**
 * Which twin runs, and why. The system property {@code evpose.kernels} decides: {@code vector},
 * {@code plain}, or {@code auto} (the default): vector where this Java and machine have it.
 *
 * @param why in words, for a log line
 */
record KernelChoice(Kernels kernels, String why) {
  static final String PROPERTY = "evpose.kernels";
  private static final String MODULE = "jdk.incubator.vector";

  /** The choice by the system property. */
  static KernelChoice bySystemProperty() {
    return of(System.getProperty(PROPERTY, "auto"), hasModule());
  }

  static KernelChoice of(String wish, boolean module) {
    return switch (wish) {
      case "plain" -> plain("asked for by evpose.kernels");
      case "vector" -> {
        if (!module) {
          throw new IllegalStateException(
              "evpose.kernels=vector needs a module, start Java with --add-modules " + MODULE);
        }
        yield vector();
      }
      case "auto" -> {
        if (!module) {
          yield plain("start Java with --add-modules " + MODULE + " for the faster twin");
        }
        yield VectorKernels.worthwhile() ? vector() : plain("this machine has no wide vectors");
      }
      default ->
          throw new IllegalArgumentException(
              "evpose.kernels must be vector, plain or auto: evpose.kernels=" + wish);
    };
  }

  private static KernelChoice plain(String why) {
    Kernels kernels = new PlainKernels();
    return new KernelChoice(kernels, kernels.describe() + " (" + why + ")");
  }

  private static KernelChoice vector() {
    Kernels kernels = WideKernels.worthwhile() ? new WideKernels() : new VectorKernels();
    return new KernelChoice(kernels, kernels.describe());
  }

  static boolean hasModule() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }
}
