package evpose.messages;

/**
 * One camera, since the start unless said otherwise; NaN (JSON null) when not known.
 *
 * @param camera its name
 * @param events events in all packets
 * @param eventsDropped events that the source says it dropped
 * @param packetsConsumed packets that 2D poses were made from
 * @param packetsLost packets known to be lost
 * @param stepsShed steps given up so that the stream keeps up
 * @param lagSeconds data time from the newest 2D pose to the newest packet
 * @param mpjpe2dPx mean distance of joints from the truth over the last 10 s of data, pixels
 * @param residualPx mean distance of its joints from the body seen through it, last 10 s of data,
 *     pixels
 * @param epipolarPx mean distance of its joints from the epipolar lines of its neighbours', last 10
 *     s of data, pixels
 * @param skewSeconds estimated, never applied: how far its clock runs behind the mean of all
 * @param macs multiply-accumulates of dense layers
 * @param acs accumulates that spikes or events caused
 * @param spikes spikes that the network's neurons fired; 0 when poses do not say
 */
public record MetricsCamera(
    String camera,
    long events,
    long eventsDropped,
    long packetsConsumed,
    long packetsLost,
    long stepsShed,
    @Decimals(6) double lagSeconds,
    @Decimals(Decimals.PX) double mpjpe2dPx,
    @Decimals(Decimals.PX) double residualPx,
    @Decimals(Decimals.PX) double epipolarPx,
    @Decimals(6) double skewSeconds,
    long macs,
    long acs,
    long spikes) {
  public MetricsCamera {
    Checks.name("camera", camera);
    Checks.notNegative("events", events);
    Checks.notNegative("eventsDropped", eventsDropped);
    Checks.notNegative("packetsConsumed", packetsConsumed);
    Checks.notNegative("packetsLost", packetsLost);
    Checks.notNegative("stepsShed", stepsShed);
    Checks.notNegative("macs", macs);
    Checks.notNegative("acs", acs);
    Checks.notNegative("spikes", spikes);
  }
}
