package evpose.hybrid.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The native PyTorch library of this JVM: loaded once, from its jar, without the network.
 *
 * <p>The launcher and the images pin the instruction set by {@code ATEN_CPU_CAPABILITY} and {@code
 * DNNL_MAX_CPU_ISA}; both are part of the {@link #fingerprint()}.
 */
public final class NativeRuntime {
  private static int threads;

  private NativeRuntime() {}

  /**
   * Loads the library if it is not loaded yet and sets how many threads one operation may use.
   *
   * @param intraOpThreads 1 wherever bytes are promised
   * @throws IllegalStateException when the library cannot be unpacked or loaded; says what to do
   */
  public static synchronized void load(int intraOpThreads) {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException(
          "an operation needs a thread: intraOpThreads=" + intraOpThreads);
    }
    if (threads == 0) {
      Path cache = cacheDir(System.getenv(), System.getProperty("user.home", "."));
      if (!isUnpacked(cache)) {
        requireWritable(cache);
      }
      try {
        Engine.getEngine("PyTorch");
      } catch (EngineException | UnsatisfiedLinkError e) {
        throw new IllegalStateException(
            "the native PyTorch library did not load; it needs Linux on x86-64 and glibc 2.27 or"
                + " later: cause="
                + e,
            e);
      }
    }
    threads = intraOpThreads;
    JniUtils.setNumThreads(intraOpThreads);
  }

  /** Where DJL unpacks native libraries: 450 MB on first use. */
  static Path cacheDir(Map<String, String> environment, String home) {
    String engineCache = environment.get("ENGINE_CACHE_DIR");
    String cache = engineCache != null ? engineCache : environment.get("DJL_CACHE_DIR");
    return cache == null ? Path.of(home, ".djl.ai") : Path.of(cache);
  }

  /** Whether the libraries lie there already, as in an image, so that nothing need be written. */
  static boolean isUnpacked(Path cache) {
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(cache.resolve("pytorch"))) {
      for (Path version : versions) {
        if (Files.exists(version.resolve(System.mapLibraryName("torch")))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // not there
    }
    return false;
  }

  static void requireWritable(Path dir) {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new IllegalStateException(notWritable(dir), e);
    }
    if (!Files.isWritable(dir)) {
      throw new IllegalStateException(notWritable(dir));
    }
  }

  private static String notWritable(Path dir) {
    return "the native libraries (450 MB) are unpacked into a directory that cannot be written, set"
        + " DJL_CACHE_DIR to one that can: directory="
        + dir;
  }

  /**
   * Prepares the calling thread for inference. Both settings are per thread, and recording
   * gradients is on by default in each new thread.
   */
  static void enterInference() {
    JniUtils.setGradMode(false);
    JniUtils.setNumThreads(threads);
  }

  /**
   * What decides the bytes of a result besides its inputs: engine version, threads and instruction
   * set.
   */
  public static synchronized String fingerprint() {
    return "pytorch-"
        + Engine.getEngine("PyTorch").getVersion()
        + "/aten="
        + System.getenv().getOrDefault("ATEN_CPU_CAPABILITY", "native")
        + "/dnnl="
        + System.getenv().getOrDefault("DNNL_MAX_CPU_ISA", "native")
        + "/threads="
        + threads;
  }
}
