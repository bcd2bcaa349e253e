package evpose.camera.service;

import evpose.events.CameraFrame;
import evpose.events.FrameRef;
import evpose.events.FrameSource;
import evpose.messages.CameraFrames;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.Topics;
import evpose.streaming.RecordReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Frames from where packets say that they lie. What is no frame of that camera and moment is told
 * and left out, the same whenever it is asked for. Not thread-safe.
 */
final class FrameFinder implements AutoCloseable {
  /** Told why a frame that was named cannot be looked at. */
  @FunctionalInterface
  interface Complaint {
    /**
     * @param record that lies there; null when there is none
     * @param reason kebab-case
     */
    void bad(
        TopicPartition partition,
        long offset,
        @Nullable ConsumerRecord<byte[], byte[]> record,
        String reason,
        String message);
  }

  private final RecordReader reader;
  private final TopicPartition partition;
  private final Complaint complaint;

  /**
   * @param reader closed with this
   * @param partition number of the packets' and the frames' partition
   */
  FrameFinder(RecordReader reader, int partition, Complaint complaint) {
    this.reader = reader;
    this.partition = new TopicPartition(Topics.FRAMES, partition);
    this.complaint = complaint;
  }

  /** The frames of one of a rig's cameras. */
  FrameSource of(String rig, RigCamera camera) {
    return where -> find(rig, camera, where);
  }

  private @Nullable CameraFrame find(String rig, RigCamera camera, FrameRef where) {
    ConsumerRecord<byte[], byte[]> record = reader.at(partition, where.offset());
    try {
      return read(record, rig, camera, where);
    } catch (MalformedMessageException e) {
      complaint.bad(partition, where.offset(), record, e.reason(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static CameraFrame read(
      @Nullable ConsumerRecord<byte[], byte[]> record, String rig, RigCamera camera, FrameRef where)
      throws MalformedMessageException {
    if (record == null || record.value() == null) {
      throw new MalformedMessageException(
          "frame-missing",
          "a packet names a frame that is not there (any more), a publisher has it stored first:"
              + " rig="
              + rig
              + ", camera="
              + camera.id()
              + ", closeMicros="
              + where.closeMicros());
    }
    CameraFrame frame = CameraFrames.decode(record.value());
    if (!frame.rig().equals(rig)
        || !frame.camera().equals(camera.id())
        || frame.closeMicros() != where.closeMicros()) {
      throw new MalformedMessageException(
          "frame-mismatch",
          "a packet names a frame that is not its own, were the topics copied? frame="
              + frame
              + ", rig="
              + rig
              + ", camera="
              + camera.id()
              + ", closeMicros="
              + where.closeMicros());
    }
    if (frame.width() != camera.width() || frame.height() != camera.height()) {
      throw new MalformedMessageException(
          "geometry-mismatch",
          "the frame's sensor is not the one that the rig registered: frame="
              + frame
              + ", registered="
              + camera.width()
              + "x"
              + camera.height());
    }
    return frame;
  }

  @Override
  public void close() {
    reader.close();
  }
}
