package evpose.metrics.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the process holds in memory, native and heap: the kernel's own figure. Only Linux tells it;
 * NaN elsewhere. Heap alone: {@code jvm_memory_used_bytes}.
 */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LABEL = "VmRSS:";
  private static final double BYTES_PER_KB = 1024;

  private ResidentMemory() {}

  static void register(MeterRegistry meters) {
    Gauge.builder("evpose.process.resident", ResidentMemory::bytes)
        .baseUnit("bytes")
        .description("memory of the process, native and heap")
        .register(meters);
  }

  static double bytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(LABEL)) {
          return Double.parseDouble(line.substring(LABEL.length()).replace("kB", "").strip())
              * BYTES_PER_KB;
        }
      }
    } catch (IOException notLinux) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
