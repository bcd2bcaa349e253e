package evpose.cli.stream;

import evpose.exports.LivePose;
import java.util.Map;

/** Where poses leave the house. */
public interface Outlet extends AutoCloseable {
  /** Says a pose to whoever listens; never waits for them. */
  void send(LivePose pose);

  /** Where it is, in words. */
  String where();

  /** What it did so far, by name. */
  Map<String, Long> counts();

  @Override
  void close();
}
