package evpose.cli.stream;

import evpose.exports.DatagramOutlet;
import evpose.exports.LivePose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Poses over UDP to one address. What cannot be sent now is dropped and counted. */
public final class DatagramSender implements Outlet {
  private final DatagramOutlet outlet;
  private final InetSocketAddress to;
  private final DatagramChannel channel;
  private long datagrams;
  private long dropped;

  /**
   * @throws IOException if there is no such host
   */
  public DatagramSender(DatagramOutlet outlet, InetSocketAddress to) throws IOException {
    if (to.isUnresolved()) {
      throw new IOException("there is no such host: host=" + to.getHostString());
    }
    this.outlet = outlet;
    this.to = to;
    channel = DatagramChannel.open();
    channel.configureBlocking(false);
  }

  @Override
  public void send(LivePose pose) {
    for (byte[] datagram : outlet.datagrams(pose)) {
      try {
        if (channel.send(ByteBuffer.wrap(datagram), to) == datagram.length) {
          datagrams++;
        } else {
          dropped++;
        }
      } catch (IOException e) { // a network that is gone may come back
        dropped++;
      }
    }
  }

  @Override
  public String where() {
    return "udp://" + to.getHostString() + ":" + to.getPort();
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("datagrams", datagrams);
    counts.put("datagramsDropped", dropped);
    return counts;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
