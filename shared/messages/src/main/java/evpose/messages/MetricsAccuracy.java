package evpose.messages;

/**
 * How far off the poses are, over the last 10 s of data unless said otherwise; NaN (JSON null)
 * without truth.
 *
 * @param mpjpe2dPxRun mean distance of 2D joints over the run, all cameras, pixels
 * @param mpjpe3dMmRun mean distance of 3D joints over the run, mm
 * @param paMpjpeMm the same after moving, turning and scaling the body onto the truth, last 10 s,
 *     mm
 * @param pck50Mm share of joints within 50 mm
 * @param pck100Mm share of joints within 100 mm
 * @param pck150Mm share of joints within 150 mm
 * @param accelerationErrorMPerS2 mean difference of accelerations, the jitter, metres a second
 *     squared
 */
public record MetricsAccuracy(
    @Decimals(Decimals.PX) double mpjpe2dPxRun,
    @Decimals(Decimals.MM) double mpjpe3dMmRun,
    @Decimals(Decimals.MM) double paMpjpeMm,
    @Decimals(6) double pck50Mm,
    @Decimals(6) double pck100Mm,
    @Decimals(6) double pck150Mm,
    @Decimals(6) double accelerationErrorMPerS2) {}
