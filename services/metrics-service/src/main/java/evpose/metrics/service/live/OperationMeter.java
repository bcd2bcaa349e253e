package evpose.metrics.service.live;

import java.util.ArrayDeque;

/**
 * Operations of one camera, over the run and over its last 10 s of data time. A step that was never
 * posed adds neither operations nor time. Not thread-safe.
 */
final class OperationMeter {
  private static final long SLIDING_MICROS = 10_000_000;

  private record Step(long micros, long macs, long acs) {}

  private final ArrayDeque<Step> last = new ArrayDeque<>();
  private long lastMicros;
  private long lastMacs;
  private long lastAcs;
  private long micros;
  private long macs;
  private long acs;
  private long neuronUpdates;
  private double densestMacsPerMicro;

  void add(long stepMicros, long macs, long acs, long neuronUpdates) {
    this.micros += stepMicros;
    this.macs += macs;
    this.acs += acs;
    this.neuronUpdates += neuronUpdates;
    densestMacsPerMicro = Math.max(densestMacsPerMicro, (double) macs / stepMicros);
    last.addLast(new Step(stepMicros, macs, acs));
    lastMicros += stepMicros;
    lastMacs += macs;
    lastAcs += acs;
    while (lastMicros > SLIDING_MICROS && last.size() > 1) {
      Step gone = last.removeFirst();
      lastMicros -= gone.micros;
      lastMacs -= gone.macs;
      lastAcs -= gone.acs;
    }
  }

  long macs() {
    return macs;
  }

  long acs() {
    return acs;
  }

  long neuronUpdates() {
    return neuronUpdates;
  }

  /** Multiply-accumulates a second of data time, over the run; 0 before the first step. */
  double macsPerSecond() {
    return perSecond(macs, micros);
  }

  double acsPerSecond() {
    return perSecond(acs, micros);
  }

  double macsPerSecondNow() {
    return perSecond(lastMacs, lastMicros);
  }

  double acsPerSecondNow() {
    return perSecond(lastAcs, lastMicros);
  }

  /**
   * Multiply-accumulates a second if every step did what the dearest one did: the ANN at every
   * step. That step is a key frame; besides the ANN it holds the state initialisation and the SNN's
   * head, 6 % at paper size.
   */
  double denseMacsPerSecond() {
    return densestMacsPerMicro * 1e6;
  }

  private static double perSecond(long operations, long micros) {
    return micros == 0 ? 0 : operations * 1e6 / micros;
  }
}
