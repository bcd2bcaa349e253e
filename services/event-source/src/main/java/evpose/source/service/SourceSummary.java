package evpose.source.service;

import java.util.List;

/**
 * What was published so far.
 *
 * @param rig the rig's name
 * @param origin what was published, in words
 * @param firstStep the grid index that the feed's first step got
 * @param steps steps published, each for all cameras
 * @param cameras each camera's share, in the rig's order
 * @param lateSteps steps that the feed delivered later than real time asked for
 * @param droppedSteps steps given up because too much waited for the broker; not among the steps
 */
public record SourceSummary(
    String rig,
    String origin,
    long firstStep,
    long steps,
    List<Camera> cameras,
    long lateSteps,
    long droppedSteps) {
  /**
   * What one camera published.
   *
   * @param dropped events of the steps that were given up; packets say so in {@code droppedBefore}
   */
  public record Camera(String id, long packets, long events, long dropped) {}

  public SourceSummary {
    cameras = List.copyOf(cameras);
  }

  /** Packets of all cameras. */
  public long packets() {
    return cameras.stream().mapToLong(Camera::packets).sum();
  }

  /** Events of all cameras. */
  public long events() {
    return cameras.stream().mapToLong(Camera::events).sum();
  }
}
