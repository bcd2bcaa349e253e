package evpose.cli;

import com.sun.management.OperatingSystemMXBean;
import evpose.allinone.AllInOne;
import evpose.metrics.service.live.RunReport;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a house took to come up, counted from the start of this JVM's process: until its
 * services stand, and until the first pose has come through all of them. Looks every few
 * milliseconds until then, and no longer.
 */
final class StartUp implements AutoCloseable {
  private static final int LOOK_MILLIS = 20;

  private final Thread watcher;
  private final double readySeconds;
  private volatile @Nullable Double firstPose2dSeconds;
  private volatile @Nullable Double firstPose3dSeconds;
  private volatile @Nullable Double cpuSeconds;

  /**
   * What became of it.
   *
   * @param readySeconds until all services stood
   * @param firstPose2dSeconds null when none came
   * @param firstPose3dSeconds null when none came
   * @param cpuSeconds processor time of this process until then, which other programs on the
   *     machine change little
   */
  record Times(
      double readySeconds,
      @Nullable Double firstPose2dSeconds,
      @Nullable Double firstPose3dSeconds,
      @Nullable Double cpuSeconds) {}

  private StartUp(AllInOne house) {
    readySeconds = secondsOfThisProcess();
    watcher = new Thread(() -> watch(house), "evpose-start-up");
    watcher.setDaemon(true);
  }

  /** Watches a house whose services stand and whose source has not begun. */
  static StartUp watching(AllInOne house) {
    StartUp startUp = new StartUp(house);
    startUp.watcher.start();
    return startUp;
  }

  private void watch(AllInOne house) {
    try {
      while (firstPose3dSeconds == null) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        RunReport now = house.metrics().report(Houses.nowNanos());
        if (firstPose2dSeconds == null && now.poses2d().count() > 0) {
          firstPose2dSeconds = secondsOfThisProcess();
        }
        if (now.poses3d().count() > 0) {
          cpuSeconds = processorSeconds();
          firstPose3dSeconds = secondsOfThisProcess();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the house closes
    } catch (IllegalStateException e) {
      return; // metrics-service is gone, and what it saw with it
    }
  }

  Times times() {
    return new Times(readySeconds, firstPose2dSeconds, firstPose3dSeconds, cpuSeconds);
  }

  private static double secondsOfThisProcess() {
    long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
    return (System.currentTimeMillis() - begun) / 1e3;
  }

  private static double processorSeconds() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
