package evpose.alignment;

import evpose.alignment.StepAligner.Accepted;
import java.util.List;

/**
 * Aligns the views of one rig, whose data time may begin anew: a {@link StepAligner} under a {@link
 * RigTime}. A view may stand for several steps, as one that gives them up does. Not thread-safe.
 *
 * @param <V> what a camera says about a step
 */
public final class RigAligner<V> {

  /** Receives answers. */
  public interface Sink<V> {
    /** In ascending order of steps for each view. */
    void aligned(AlignedStep<V> step);

    /** The rig's data time began anew; all steps of before are final. */
    void beganAnew();
  }

  private final int horizonSteps;
  private final Sink<V> sink;
  private final RigTime time;
  private final StepAligner<V> aligner;

  /**
   * @param cameras the rig's cameras in order
   * @param graceSteps how far the fastest camera may be ahead before a step is answered without the
   *     slower ones
   * @param horizonSteps how long late views are waited for; greater than the grace
   */
  public RigAligner(List<String> cameras, int graceSteps, int horizonSteps, Sink<V> sink) {
    this.horizonSteps = horizonSteps;
    this.sink = sink;
    time = new RigTime(cameras.size(), horizonSteps);
    aligner = new StepAligner<>(cameras, graceSteps, horizonSteps, sink::aligned);
  }

  /**
   * Takes a camera's view of the steps first to last and gives whatever answers it makes due.
   *
   * @return what became of the last step
   */
  public Accepted accept(String camera, long first, long last, V view) {
    switch (time.place(last)) {
      case TOO_LATE -> {
        return Accepted.TOO_LATE;
      }
      case BEGAN_ANEW -> {
        aligner.finish();
        sink.beganAnew();
      }
      case PRESENT -> {}
    }
    // of many steps only those inside the horizon can still be waiting
    Accepted accepted = Accepted.ACCEPTED;
    for (long step = Math.max(first, last - horizonSteps + 1); step <= last; step++) {
      accepted = aligner.accept(camera, step, view);
    }
    return accepted;
  }

  /** The newest step of the present line of time; {@link Long#MIN_VALUE} before the first. */
  public long newest() {
    return time.newest();
  }

  /** Steps held at the moment, at most the horizon. */
  public int size() {
    return aligner.size();
  }
}
