package evpose.messages;

/**
 * What a rig tells of itself where nobody knows the truth, over the last 10 s of data; NaN (JSON
 * null) when not known.
 *
 * @param reprojectionPx mean reprojection error of the joints, pixels
 * @param viewAgreement mean share of the views that a joint was found from
 * @param boneSpread mean standard deviation of a bone's length, share of its mean
 * @param jointsSeen share of the joints that were seen, not carried on
 * @param jointSigmaMm mean standard deviation of a joint along an axis, by its covariance, mm
 */
public record MetricsTruthFree(
    @Decimals(Decimals.PX) double reprojectionPx,
    @Decimals(6) double viewAgreement,
    @Decimals(6) double boneSpread,
    @Decimals(6) double jointsSeen,
    @Decimals(Decimals.MM) double jointSigmaMm) {}
