package evpose.metrics.service.live;

import evpose.evaluation.accuracy.Jitter;
import evpose.evaluation.accuracy.Pck;
import evpose.messages.LayerWork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Figures of a whole rig, from what is kept of its cameras. */
final class Measures {
  private static final long SLIDING_MICROS = 10_000_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final double MM_PER_METRE = 1000;
  private static final double STILL_MM = 10;

  private Measures() {}

  /** Beside the truth. */
  static RigNumbers.Accuracy accuracy(
      StepScores room, Collection<CameraState> cameras, long stepMicros) {
    long slidingSteps = SLIDING_MICROS / stepMicros;
    Mean run3d = new Mean();
    run3d.add(room.sum(), room.scored());
    Mean aligned = new Mean();
    room.addLastAligned(slidingSteps, aligned);
    Pck correct3d = pck(RigNumbers.CORRECT_MM);
    room.addLast(slidingSteps, correct3d);
    Pck correct2d = pck(RigNumbers.CORRECT_PX);
    for (CameraState camera : cameras) {
      camera.scores().addLast(slidingSteps, correct2d);
    }
    Jitter jitter = new Jitter(3, STILL_MM);
    room.addLast(slidingSteps, jitter);
    double stepSeconds = stepMicros / (double) MICROS_PER_SECOND;
    return new RigNumbers.Accuracy(
        run2d(cameras).value(),
        run3d.value(),
        aligned.value(),
        shares(correct3d),
        shares(correct2d),
        jitter.accelerationError() / MM_PER_METRE / (stepSeconds * stepSeconds));
  }

  private static Pck pck(List<Integer> thresholds) {
    return new Pck(thresholds.stream().mapToDouble(Integer::doubleValue).toArray());
  }

  private static List<Double> shares(Pck correct) {
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < correct.thresholds(); i++) {
      shares.add(correct.share(i));
    }
    return shares;
  }

  /** The mean 2D error of the run; all cameras weigh by their steps. */
  static Mean run2d(Collection<CameraState> cameras) {
    Mean run = new Mean();
    for (CameraState camera : cameras) {
      run.add(camera.scores().sum(), camera.scores().scored());
    }
    return run;
  }

  /** The network's figures, mean of the cameras whose poses say what its parts did. */
  static RigNumbers.NeuroBench neuroBench(Collection<CameraState> cameras, long stepMicros) {
    Mean sparsity = new Mean();
    Mean acs = new Mean();
    Mean macs = new Mean();
    for (CameraState camera : cameras) {
      OperationMeter o = camera.operations();
      if (!Double.isNaN(o.silentNow())) {
        LayerWork w = o.workNow();
        double steps = o.stepsNow();
        sparsity.add(o.silentNow());
        acs.add(w.spikeAcs() / steps);
        macs.add((w.annMacs() + w.stateInitMacs() + w.headMacs() + w.inputAcs()) / steps);
      }
    }
    boolean answers = cameras.stream().anyMatch(CameraState::hasAnswered);
    return new RigNumbers.NeuroBench(
        answers ? MICROS_PER_SECOND / (double) stepMicros : Double.NaN,
        sparsity.value(),
        acs.value(),
        macs.value());
  }
}
