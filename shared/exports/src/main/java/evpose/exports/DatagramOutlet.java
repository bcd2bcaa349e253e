package evpose.exports;

import java.util.List;

/** A way to say poses in datagrams. May remember earlier poses; not thread-safe. */
public interface DatagramOutlet {
  /**
   * A pose.
   *
   * @return datagrams in order, each small enough to travel undivided
   */
  List<byte[]> datagrams(LivePose pose);
}
