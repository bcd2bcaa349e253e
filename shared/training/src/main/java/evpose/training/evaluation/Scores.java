package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.evaluation.accuracy.Jitter;
import evpose.evaluation.accuracy.JointErrors;
import evpose.evaluation.accuracy.Pck;
import evpose.pose.Joint;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Sums up what one predictor says, block by block, in the order in which they come. */
final class Scores {
  private static final double[] PIXELS = {5, 10, 20};

  /** Of the distance from the right shoulder to the left hip. */
  private static final double TORSO_SHARE = 0.2;

  /** A joint that stays this close stands still. */
  private static final double STILL_PX = 1;

  private final int stepsPerWindow;
  private final IntFunction<String> movementName;
  private final JointErrors[] fine;
  private final JointErrors[] argmax;
  private final JointErrors all = new JointErrors();
  private final Map<Integer, JointErrors> perCamera = new TreeMap<>();
  private final Map<Integer, JointErrors> perMovement = new TreeMap<>();
  private final Map<Integer, JointErrors> perSubject = new TreeMap<>();
  private final Map<String, JointErrors> perTake = new LinkedHashMap<>();
  private final Pck pck = new Pck(PIXELS);
  private final Pck torso = new Pck(TORSO_SHARE);
  private final Jitter jitter = new Jitter(2, STILL_PX);
  private final Map<Rig, RoomScores> rooms = new EnumMap<>(Rig.class);

  Scores(int stepsPerWindow, IntFunction<String> movementName) {
    this.stepsPerWindow = stepsPerWindow;
    this.movementName = movementName;
    fine = errors(stepsPerWindow);
    argmax = errors(stepsPerWindow);
    for (Rig rig : Rig.values()) {
      rooms.put(rig, new RoomScores(stepsPerWindow));
    }
  }

  private static JointErrors[] errors(int count) {
    JointErrors[] errors = new JointErrors[count];
    Arrays.setAll(errors, i -> new JointErrors());
    return errors;
  }

  void add(Block block, Truth truth, Seen seen) {
    Take.Header header = block.take().header();
    String take = header.subject() + "/" + header.movement();
    JointErrors ofMovement = perMovement.computeIfAbsent(header.movement(), k -> new JointErrors());
    JointErrors ofSubject = perSubject.computeIfAbsent(header.subject(), k -> new JointErrors());
    JointErrors ofTake = perTake.computeIfAbsent(take, k -> new JointErrors());
    for (int c = 0; c < truth.pixels().length; c++) {
      JointErrors ofCamera = perCamera.computeIfAbsent(c, k -> new JointErrors());
      for (int s = 0; s < truth.pixels()[c].length; s++) {
        pose(
            truth.pixels()[c][s],
            seen.fine[c][s],
            fine[s % stepsPerWindow],
            all,
            ofCamera,
            ofMovement,
            ofSubject,
            ofTake);
        pose(truth.pixels()[c][s], seen.argmax[c][s], argmax[s % stepsPerWindow]);
        if (seen.decoded[c][s] != null) {
          correct(truth.pixels()[c][s], seen.fine[c][s]);
        }
      }
      int middle = stepsPerWindow / 2;
      jitter.track(seen.fine[c], truth.pixels()[c], middle, middle + stepsPerWindow);
    }
    rooms.forEach((rig, room) -> room.add(truth.worldMm(), seen.placedMm[rig.ordinal()]));
  }

  private static void pose(double[] truth, double[] told, JointErrors step, JointErrors... groups) {
    for (int j = 0; j < Take.JOINTS; j++) {
      double distance = distance(truth, told, j);
      step.joint(j, distance);
      for (JointErrors group : groups) {
        group.joint(j, distance);
      }
    }
    step.endPose();
    for (JointErrors group : groups) {
      group.endPose();
    }
  }

  private static double distance(double[] truth, double[] told, int joint) {
    return Math.hypot(
        told[2 * joint] - truth[2 * joint], told[2 * joint + 1] - truth[2 * joint + 1]);
  }

  private void correct(double[] truth, double[] told) {
    int shoulder = 2 * Joint.SHOULDER_R.ordinal();
    int hip = 2 * Joint.HIP_L.ordinal();
    double size = Math.hypot(truth[shoulder] - truth[hip], truth[shoulder + 1] - truth[hip + 1]);
    for (int j = 0; j < Take.JOINTS; j++) {
      double distance = distance(truth, told, j);
      if (!Double.isNaN(truth[2 * j])) {
        pck.joint(distance);
        if (!Double.isNaN(size)) {
          torso.joint(distance / size);
        }
      }
    }
  }

  Accuracy result() {
    Map<String, Double> joints = new LinkedHashMap<>();
    for (Joint joint : Joint.values()) {
      joints.put(joint.label(), all.mean(joint.ordinal()));
    }
    Map<String, Double> correct = new LinkedHashMap<>(shares(pck, "px"));
    correct.put(TORSO_SHARE + "torso", torso.share(0));
    Map<Rig, Accuracy.InRoom> rigs = new EnumMap<>(Rig.class);
    rooms.forEach((rig, room) -> rigs.put(rig, room.result()));
    return new Accuracy(
        Arrays.stream(fine).mapToDouble(JointErrors::mean).toArray(),
        Arrays.stream(argmax).mapToDouble(JointErrors::mean).toArray(),
        joints,
        means(perMovement, movementName),
        means(perCamera, c -> Rig.DHP19.cameras().get(c).id()),
        means(perSubject, s -> "S" + s),
        means(perTake),
        correct,
        jitter.accelerationError(),
        jitter.stillDeviation(),
        rigs);
  }

  /** Shares by threshold, such as 5px. */
  static Map<String, Double> shares(Pck pck, String unit) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < pck.thresholds(); i++) {
      shares.put(String.format(Locale.ROOT, "%.0f%s", pck.threshold(i), unit), pck.share(i));
    }
    return shares;
  }

  private static Map<String, Double> means(
      Map<Integer, JointErrors> groups, IntFunction<String> name) {
    Map<String, Double> means = new LinkedHashMap<>();
    groups.forEach((key, errors) -> means.put(name.apply(key), errors.mean()));
    return means;
  }

  private static Map<String, Double> means(Map<String, JointErrors> groups) {
    Map<String, Double> means = new LinkedHashMap<>();
    groups.forEach((key, errors) -> means.put(key, errors.mean()));
    return means;
  }
}
