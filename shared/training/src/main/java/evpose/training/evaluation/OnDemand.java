package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.KeyFrameRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies of key frames side by side: on people who move, and on people who only stand.
 *
 * @param moving on the takes of the split
 * @param standing on simulated people who stand
 */
record OnDemand(PolicyResult moving, PolicyResult standing) {
  /** What the others are held against: the paper's policy at 100 steps a second. */
  static final String REFERENCE = KeyFrameRule.fixed(10).name();

  private static final MathContext DIGITS = new MathContext(7);

  /**
   * A point of the paper's Fig. 6, camera 2.
   *
   * @param watts by the paper's convention
   * @see "Aydin et al. 2024, Table 2 and Fig. 6; model-spec 8.1, 8.3"
   */
  record PaperPoint(String name, double px, double watts) {}

  static final PaperPoint PAPER_ANN = new PaperPoint("ANN, 100 Hz", 5.03, 3.718);

  static final List<PaperPoint> PAPER =
      List.of(
          new PaperPoint("Calabrese", 7.72, 0.431),
          new PaperPoint("Baldwin", 5.98, 1.605),
          PAPER_ANN,
          new PaperPoint("hybrid, 100 Hz", 5.19, 0.424),
          new PaperPoint("hybrid, 200 Hz", 5.16, 0.432));

  /** Error over that of the reference on the same steps; NaN when it took no part. */
  static double ratio(PolicyResult result, PolicyResult.Row row) {
    return result.rows().stream()
        .filter(r -> r.policy().equals(REFERENCE))
        .mapToDouble(r -> row.px() / r.px())
        .findFirst()
        .orElse(Double.NaN);
  }

  Map<String, Object> keys(EnergyTable energy) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("reference", REFERENCE);
    keys.put(
        "rule",
        "whole takes, every camera, as the stream runs them; scored are the steps that all policies"
            + " answer; mpjpe2dPx is of the joints in the network's input, mpjpe2dInSightPx of all that"
            + " the sensor sees, as the stream measures itself; energyShareOfAnn100 is by exact counts (the head dense work), of the dense network"
            + " at every step; what ends in Executed has the head as the engine runs it, on spikes");
    keys.put("moving", keys(moving, energy));
    keys.put("standing", keys(standing, energy));
    Map<String, Object> paper = new LinkedHashMap<>();
    for (PaperPoint point : PAPER) {
      Map<String, Object> its = new LinkedHashMap<>();
      its.put("mpjpe2dPx", point.px());
      its.put("watts", point.watts());
      its.put("energyShareOfAnn100", number(point.watts() / PAPER_ANN.watts()));
      paper.put(point.name(), its);
    }
    keys.put("paperFigure6", paper);
    return keys;
  }

  private static Map<String, Object> keys(PolicyResult result, EnergyTable energy) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("takes", result.takes());
    keys.put("cameraSeconds", number(result.seconds()));
    keys.put("wattsAnn100", number(result.annWatts(energy)));
    keys.put("energySharePerKeyFrameASecond", number(result.shareOfKeyFrame()));
    Map<String, Object> policies = new LinkedHashMap<>();
    for (PolicyResult.Row row : result.rows()) {
      Map<String, Object> its = new LinkedHashMap<>();
      its.put("mpjpe2dPx", number(row.px()));
      its.put("mpjpe2dInSightPx", number(row.inSightPx()));
      its.put("errorOverReference", number(ratio(result, row)));
      its.put("keyFramesPerSecond", number(result.keyFramesPerSecond(row)));
      its.put("energyShareOfAnn100", number(result.energyShare(row, energy)));
      its.put("energyShareKeyFrames", number(result.keyFrameShare(row, energy)));
      its.put("energyShareSpiking", number(result.spikingShare(row, energy)));
      its.put("energyShareOfAnn100Executed", number(result.executedShare(row, energy)));
      its.put("watts", number(result.watts(row, energy)));
      its.put("wattsExecuted", number(result.executedWatts(row, energy)));
      its.put("answeredShare", number(row.answeredShare()));
      policies.put(row.policy(), its);
    }
    keys.put("policies", policies);
    return keys;
  }

  /** Null for what there is none of. */
  private static @Nullable Object number(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : null;
  }

  /** Lines for a terminal. */
  String table(EnergyTable energy) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%nkey frames by policy, %.0f s of cameras; a person who stands, %.0f s; energy in"
                + " %% of ANN-100's, exact: the head dense, exec.: the head on spikes%n%-28s %8s %8s"
                + " %8s %8s %8s %8s %8s | %8s %8s %8s%n",
            moving.seconds(),
            standing.seconds(),
            "",
            "px",
            "/fixed10",
            "per s",
            "% exact",
            "% keyfr.",
            "% SNN",
            "% exec.",
            "per s",
            "% exact",
            "% exec."));
    for (int p = 0; p < moving.rows().size(); p++) {
      PolicyResult.Row row = moving.rows().get(p);
      PolicyResult.Row still = standing.rows().get(p);
      text.append(
          String.format(
              Locale.ROOT,
              "%-28s %8.3f %8.3f %8.2f %8.2f %8.2f %8.2f %8.2f | %8.2f %8.2f %8.2f%n",
              row.policy(),
              row.px(),
              ratio(moving, row),
              moving.keyFramesPerSecond(row),
              100 * moving.energyShare(row, energy),
              100 * moving.keyFrameShare(row, energy),
              100 * moving.spikingShare(row, energy),
              100 * moving.executedShare(row, energy),
              standing.keyFramesPerSecond(still),
              100 * standing.energyShare(still, energy),
              100 * standing.executedShare(still, energy)));
    }
    return text.toString();
  }
}
