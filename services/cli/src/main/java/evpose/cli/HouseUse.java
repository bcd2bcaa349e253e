package evpose.cli;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the house in this process has used since it began, part by part: a thread belongs to the
 * part that its name tells. Threads that have ended are not in it.
 *
 * @param cpuNanos processor time of each part's threads; {@link Part#JVM} is the rest of the
 *     process (compiler, garbage collector)
 * @param allocatedBytes on the Java heap, by each part's threads
 * @param residentBytes memory of the whole process, native memory included; -1 where the system
 *     does not tell
 */
record HouseUse(Map<Part, Long> cpuNanos, Map<Part, Long> allocatedBytes, long residentBytes) {
  /** Who uses it. */
  enum Part {
    CAMERA,
    TRIANGULATION,
    METRICS,
    SOURCE,
    BROKER,
    JVM;

    static Part of(String thread) {
      if (thread.contains("evpose-camera")) {
        return CAMERA;
      }
      if (thread.contains("evpose-triangulation")) {
        return TRIANGULATION;
      }
      if (thread.contains("evpose-metrics") || thread.startsWith("http-nio")) {
        return METRICS;
      }
      if (thread.startsWith("event-source") || thread.contains("| producer-")) {
        return SOURCE;
      }
      return BROKER;
    }
  }

  static HouseUse now() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<Part, Long> cpu = new EnumMap<>(Part.class);
    Map<Part, Long> bytes = new EnumMap<>(Part.class);
    long known = 0;
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null) { // else it has ended meanwhile
        Part part = Part.of(info.getThreadName());
        long nanos = Math.max(0, threads.getThreadCpuTime(info.getThreadId()));
        cpu.merge(part, nanos, Long::sum);
        bytes.merge(
            part, Math.max(0, threads.getThreadAllocatedBytes(info.getThreadId())), Long::sum);
        known += nanos;
      }
    }
    long process =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    cpu.put(Part.JVM, process - known);
    return new HouseUse(cpu, bytes, resident());
  }

  /** Cores that a part has kept busy since an earlier moment. */
  double cores(Part part, HouseUse since, double seconds) {
    return (cpu(part) - since.cpu(part)) / (seconds * 1e9);
  }

  /** Cores that all have kept busy since an earlier moment. */
  double cores(HouseUse since, double seconds) {
    double sum = 0;
    for (Part part : Part.values()) {
      sum += cores(part, since, seconds);
    }
    return sum;
  }

  /** Bytes a second that a part has allocated since an earlier moment. */
  double allocatedPerSecond(Part part, HouseUse since, double seconds) {
    return (allocatedBytes.getOrDefault(part, 0L) - since.allocatedBytes.getOrDefault(part, 0L))
        / seconds;
  }

  private long cpu(Part part) {
    return cpuNanos.getOrDefault(part, 0L);
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      return -1; // not Linux
    }
    return -1;
  }
}
