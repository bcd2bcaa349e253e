package evpose.source.service;

import evpose.events.EventBuffer;
import evpose.recordings.RecordedCamera;
import java.util.List;

/** Where live cameras come from. Reads on a thread of its own once it is started. */
interface LiveInput extends AutoCloseable {
  /**
   * A piece of what came.
   *
   * @param camera index in the rig
   */
  record Piece(int camera, EventBuffer events) {}

  /** Its cameras, known from the beginning. */
  List<RecordedCamera> cameras();

  void start();

  /** Whether somebody is there, who would tell if there were something to see. */
  boolean connected();

  /** What went wrong so far, in words; empty when nothing did. */
  String troubles();

  @Override
  void close();
}
