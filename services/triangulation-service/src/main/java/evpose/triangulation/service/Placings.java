package evpose.triangulation.service;

import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import evpose.temporal.LearnedTriangulator;
import evpose.temporal.TemporalBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the way of placing joints that is set, for one rig after the other. The network of learned
 * triangulation is read at the first need of it, and shared by the rigs. Not thread-safe.
 */
final class Placings {
  private static final String LEARNED = "learned";

  private final TriangulationSettings settings;
  private @Nullable TemporalBundle network;
  private @Nullable LearnedTriangulator learned;

  Placings(TriangulationSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether what is set can be had.
   *
   * @throws IllegalArgumentException when it cannot; names the key
   */
  static void check(TriangulationSettings settings) {
    if (settings.method().equals(LEARNED)) {
      read(settings.network());
    }
  }

  private static TemporalBundle read(String network) {
    try {
      return network.endsWith(".safetensors")
          ? TemporalBundle.load(Path.of(network))
          : TemporalBundle.shipped(network);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "evpose.triangulation.network must be a preset that ships one, such as compact, or a"
              + " trained network's .safetensors beside its .json: network="
              + network
              + ", cause="
              + e.getMessage(),
          e);
    }
  }

  private TemporalBundle network() {
    TemporalBundle held = network;
    if (held == null) {
      held = read(settings.network());
      network = held;
    }
    return held;
  }

  /** How many steps before a step can matter to where its joints are placed. */
  long reachSteps() {
    return settings.method().equals(LEARNED) ? network().description().frames() : 0;
  }

  /** Why nobody can be placed by this calibration, or null when they can. */
  @Nullable String refusal(RigMessage rig, CalibrationMessage calibration) {
    if (!settings.method().equals(LEARNED)) {
      return null;
    }
    int trained = network().cameras().size();
    String what = null;
    if (network().stepMicros() != rig.stepMicros()) {
      what =
          "steps of "
              + network().stepMicros()
              + " µs, this rig has others: stepMicros="
              + rig.stepMicros();
    } else if (order(rig, calibration) == null) {
      what =
          "one pair of cameras where it stands and looks, this rig has others: cameras="
              + rig.cameras().size()
              + ", trained on="
              + trained;
    }
    return what == null
        ? null
        : "learned triangulation knows "
            + what
            + ", rig="
            + rig.rig()
            + ", network="
            + settings.network()
            + "; set evpose.triangulation.method to robust, or train a network for this rig";
  }

  /** The rig's cameras in the network's order; null when it does not know them. */
  private @Nullable List<String> order(RigMessage rig, CalibrationMessage calibration) {
    List<ProjectionCamera> cameras = new ArrayList<>();
    for (ProjectionCamera camera : calibration.toRig().cameras()) {
      if (rig.cameraIds().contains(camera.id())) {
        cameras.add(camera);
      }
    }
    if (cameras.size() != rig.cameras().size()) {
      return null;
    }
    int[] order = network().order(cameras);
    if (order == null) {
      return null;
    }
    List<String> ids = new ArrayList<>();
    for (int index : order) {
      ids.add(cameras.get(index).id());
    }
    return ids;
  }

  /**
   * A way of placing joints for one rig.
   *
   * @throws IllegalArgumentException when there is none, see {@link #refusal}
   */
  Placing open(RigMessage rig, CalibrationMessage calibration) {
    if (!settings.method().equals(LEARNED)) {
      return new ByGeometry(settings.triangulator(), settings.isDefault() ? "" : settings.method());
    }
    List<String> ids = order(rig, calibration);
    if (ids == null) {
      throw new IllegalArgumentException(String.valueOf(refusal(rig, calibration)));
    }
    return new ByNetwork(learned(), ids, settings.horizonSteps());
  }

  private LearnedTriangulator learned() {
    LearnedTriangulator held = learned;
    if (held == null) {
      held = new LearnedTriangulator(network());
      learned = held;
    }
    return held;
  }
}
