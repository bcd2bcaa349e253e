package evpose.messages;

/**
 * The network's figures by NeuroBench's definitions, one camera, mean of all, over the last 10 s of
 * data; NaN (JSON null) when poses do not say.
 *
 * @param executionRateHz answers a second of data time: 1 / stride
 * @param activationSparsity share of the spiking neurons' outputs that are zero
 * @param effectiveAcs accumulates an answer, of layers whose inputs are 0 or 1
 * @param effectiveMacsBound multiply-accumulates an answer, at most: ANN and head are counted
 *     densely; the first spiking layer, whose inputs are counts, is among them
 */
public record MetricsNeuroBench(
    @Decimals(3) double executionRateHz,
    @Decimals(6) double activationSparsity,
    @Decimals(1) double effectiveAcs,
    @Decimals(1) double effectiveMacsBound) {}
