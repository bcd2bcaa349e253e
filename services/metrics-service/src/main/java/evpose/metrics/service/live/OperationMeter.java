package evpose.metrics.service.live;

import evpose.messages.LayerWork;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Operations of one camera, over the run and over its last 10 s of data time. A step that was never
 * posed adds neither operations nor time. Not thread-safe.
 */
final class OperationMeter {
  private static final long SLIDING_MICROS = 10_000_000;

  private record Step(long micros, long macs, long acs, LayerWork work, long neuronUpdates) {}

  private static final LayerWork NOTHING = new LayerWork(0, 0, 0, 0, 0, 0);

  private final ArrayDeque<Step> last = new ArrayDeque<>();
  private long lastMicros;
  private long lastMacs;
  private long lastAcs;
  private long micros;
  private long macs;
  private long acs;
  private long neuronUpdates;
  private long steps;
  private final Work work = new Work();
  private final Work lastWork = new Work();
  private double densestMacsPerMicro;
  private double annMacsPerMicro;

  /** Sums, part by part. */
  private static final class Work {
    long annMacs;
    long stateInitMacs;
    long headMacs;
    long inputAcs;
    long spikeAcs;
    long spikes;
    long neuronUpdates;

    void add(LayerWork step, long neuronUpdates, int sign) {
      annMacs += sign * step.annMacs();
      stateInitMacs += sign * step.stateInitMacs();
      headMacs += sign * step.headMacs();
      inputAcs += sign * step.inputAcs();
      spikeAcs += sign * step.spikeAcs();
      spikes += sign * step.spikes();
      this.neuronUpdates += sign * neuronUpdates;
    }
  }

  /**
   * @param parts the same work part by part; null when the pose does not say
   */
  void add(long stepMicros, long macs, long acs, long neuronUpdates, @Nullable LayerWork parts) {
    LayerWork known = parts == null ? NOTHING : parts;
    long knownUpdates = parts == null ? 0 : neuronUpdates;
    steps++;
    work.add(known, knownUpdates, 1);
    lastWork.add(known, knownUpdates, 1);
    annMacsPerMicro = Math.max(annMacsPerMicro, (double) known.denseAnnMacs() / stepMicros);
    this.micros += stepMicros;
    this.macs += macs;
    this.acs += acs;
    this.neuronUpdates += neuronUpdates;
    densestMacsPerMicro = Math.max(densestMacsPerMicro, (double) macs / stepMicros);
    last.addLast(new Step(stepMicros, macs, acs, known, knownUpdates));
    lastMicros += stepMicros;
    lastMacs += macs;
    lastAcs += acs;
    while (lastMicros > SLIDING_MICROS && last.size() > 1) {
      Step gone = last.removeFirst();
      lastMicros -= gone.micros;
      lastMacs -= gone.macs;
      lastAcs -= gone.acs;
      lastWork.add(gone.work, gone.neuronUpdates, -1);
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

  /** Steps counted. */
  long steps() {
    return steps;
  }

  /** Over the run, part by part; zeros when the poses do not say. */
  LayerWork work() {
    return sum(work);
  }

  /** The share of neurons that stayed silent, over the last 10 s; NaN when the poses do not say. */
  double silentNow() {
    return lastWork.neuronUpdates == 0
        ? Double.NaN
        : 1 - (double) lastWork.spikes / lastWork.neuronUpdates;
  }

  /** Over the last 10 s, part by part. */
  LayerWork workNow() {
    return sum(lastWork);
  }

  /** Steps of the last 10 s. */
  int stepsNow() {
    return last.size();
  }

  private static LayerWork sum(Work w) {
    return new LayerWork(w.annMacs, w.stateInitMacs, w.headMacs, w.inputAcs, w.spikeAcs, w.spikes);
  }

  /**
   * Multiply-accumulates a second of the ANN on all of its input at every step. Where poses do not
   * say what the ANN took, as if every step did what the dearest one did: a key frame, which
   * besides the ANN holds the state initialisation and the SNN's head, 6 % at paper size.
   */
  double denseMacsPerSecond() {
    return (annMacsPerMicro > 0 ? annMacsPerMicro : densestMacsPerMicro) * 1e6;
  }

  /** Whether the poses say what the ANN took. */
  boolean knowsAnn() {
    return annMacsPerMicro > 0;
  }

  private static double perSecond(long operations, long micros) {
    return micros == 0 ? 0 : operations * 1e6 / micros;
  }
}
