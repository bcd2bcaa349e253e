package evpose.hybrid.djl.bench;

/**
 * One layer under one load.
 *
 * @param name static, down1 to down3, res1, res2, up1 to up3, head
 * @param denseMs median of all steps, one thread, processor time
 * @param sparseMs the same, event-driven
 * @param ratio how many times faster that is
 * @param accumulates of one event-driven step
 * @param gacPerSecond 10⁹ accumulates a second of the whole layer, firing included
 * @param streamShare weights read a second while spikes are taken in, as a share of {@link
 *     #streamGBPerSecond}; NaN for the head
 * @param streamGBPerSecond how fast an array of the size of this layer's weights is read over and
 *     over by one thread: the bound; 10⁹ bytes
 */
public record LayerResult(
    String name,
    double denseMs,
    double sparseMs,
    double ratio,
    long accumulates,
    double gacPerSecond,
    double streamShare,
    double streamGBPerSecond) {}
