package evpose.messages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rig is doing, about once a second. Measured, therefore not canonical between runs.
 *
 * @param endMicros data time of the newest pose counted
 * @param seconds wall time that the rates are taken over
 * @param mpjpe2dPx mean distance of 2D joints from the truth, pixels; NaN (JSON null) without truth
 * @param mpjpe3dMm mean distance of 3D joints from the truth, mm; NaN without truth
 * @param packetsLost packets known to be lost, since the start
 * @param deadLettered records set aside, since the start
 * @param wattsEstimated estimated power of the arithmetic, by the energy table named
 * @param wattsDenseAnn what running the ANN at every step would take, by the same table
 * @param energyTable the assumption: joules per operation
 * @param accuracy beside the truth; absent without truth
 * @param truthFree what the rig tells of itself; absent where one camera cannot
 * @param neuroBench the network's figures; absent when poses do not say
 * @param cameras each camera; absent in records of before they were told of
 */
public record MetricsMessage(
    String rig,
    long endMicros,
    @Decimals(3) double seconds,
    long poses2d,
    @Decimals(3) double poses2dPerSecond,
    long poses3d,
    @Decimals(3) double poses3dPerSecond,
    long packetsConsumed,
    long packetsLost,
    long deadLettered,
    @Decimals(Decimals.PX) double mpjpe2dPx,
    @Decimals(Decimals.MM) double mpjpe3dMm,
    List<StageLatency> latencyMs,
    @Decimals(6) double gmacPerSecond,
    @Decimals(6) double gacPerSecond,
    @Decimals(6) double wattsEstimated,
    @Decimals(6) double wattsDenseAnn,
    String energyTable,
    @Nullable MetricsAccuracy accuracy,
    @Nullable MetricsTruthFree truthFree,
    @Nullable MetricsNeuroBench neuroBench,
    @Nullable List<MetricsCamera> cameras) {
  public MetricsMessage {
    Checks.name("rig", rig);
    Checks.notNegative("endMicros", endMicros);
    Checks.finite("seconds", seconds);
    Checks.finite("poses2dPerSecond", poses2dPerSecond);
    Checks.finite("poses3dPerSecond", poses3dPerSecond);
    Checks.finite("gmacPerSecond", gmacPerSecond);
    Checks.finite("gacPerSecond", gacPerSecond);
    Checks.finite("wattsEstimated", wattsEstimated);
    Checks.finite("wattsDenseAnn", wattsDenseAnn);
    Checks.notNegative("poses2d", poses2d);
    Checks.notNegative("poses3d", poses3d);
    Checks.notNegative("packetsConsumed", packetsConsumed);
    Checks.notNegative("packetsLost", packetsLost);
    Checks.notNegative("deadLettered", deadLettered);
    latencyMs = List.copyOf(latencyMs);
    cameras = cameras == null ? null : List.copyOf(cameras);
  }
}
