package evpose.events;

import org.jspecify.annotations.Nullable;

/** Where the frames of one camera are, for whoever holds its packets. */
@FunctionalInterface
public interface FrameSource {
  /** There are none. */
  FrameSource NONE = where -> null;

  /**
   * A frame that a packet named.
   *
   * @return null when what lies there is not that frame; the same answer whenever it is asked
   */
  @Nullable CameraFrame find(FrameRef where);
}
