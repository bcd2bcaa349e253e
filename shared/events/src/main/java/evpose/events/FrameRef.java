package evpose.events;

/**
 * Where the frame of a packet lies. The publisher has it stored before the packet goes out, so
 * whoever holds the packet finds the frame there, or never.
 *
 * @param offset on topic {@code frames}, in the partition that has the packet's number
 * @param closeMicros when its shutter closed, data time; inside (begin, end] of the packet
 */
public record FrameRef(long offset, long closeMicros) {
  /**
   * @throws IllegalArgumentException naming the rule that is broken
   */
  public FrameRef {
    if (offset < 0 || closeMicros < 1 || closeMicros > EventPacket.MAX_MICROS) {
      throw new IllegalArgumentException(
          "a frame lies at an offset and closes after data time began: offset="
              + offset
              + ", closeMicros="
              + closeMicros);
    }
  }
}
