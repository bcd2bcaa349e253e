package evpose.source.service;

import evpose.recordings.RecordedCamera;
import evpose.recordings.datagram.DatagramLayout;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a live camera is, as people write it: {@code HOST:PORT} of a stream of DV, or {@code
 * udp://HOST:PORT/WIDTHxHEIGHT} for datagrams that are sent to that port of this machine, with
 * {@code /LAYOUT} behind it when it is not SPIF's.
 */
sealed interface LiveAddress {
  /** A stream of DV: we connect. */
  record Dv(String text, InetSocketAddress peer) implements LiveAddress {}

  /**
   * Datagrams: we listen.
   *
   * @param local this machine's address to listen on; loopback hears nobody else
   */
  record Datagrams(
      String text, InetSocketAddress local, RecordedCamera camera, DatagramLayout layout)
      implements LiveAddress {}

  Pattern DATAGRAMS = Pattern.compile("udp://([^/]+)/([0-9]{1,5})x([0-9]{1,5})(?:/([a-z0-9_]+))?");

  /**
   * Reads an address.
   *
   * @throws SourceException when it is none; one line
   */
  static LiveAddress of(String text) {
    if (!text.startsWith("udp://")) {
      return new Dv(text, socket(text, text));
    }
    Matcher parts = DATAGRAMS.matcher(text);
    if (!parts.matches()) {
      throw new SourceException(
          "an address of datagrams must look like udp://127.0.0.1:3333/346x260, with"
              + " /t64_x16_y16_on8 or /t32_x16_y15_on1 behind it for faery's: address="
              + text);
    }
    InetSocketAddress local = socket(parts.group(1), text);
    String spelling = parts.group(4) == null ? DatagramLayout.SPIF.spelling() : parts.group(4);
    DatagramLayout layout =
        DatagramLayout.of(spelling)
            .orElseThrow(
                () ->
                    new SourceException(
                        "datagrams are spif, t64_x16_y16_on8 or t32_x16_y15_on1: address=" + text));
    try {
      RecordedCamera camera =
          new RecordedCamera(
              String.format(Locale.ROOT, "udp_%d", local.getPort()),
              Integer.parseInt(parts.group(2)),
              Integer.parseInt(parts.group(3)));
      return new Datagrams(text, local, camera, layout);
    } catch (IllegalArgumentException e) {
      throw new SourceException(e.getMessage() + ", address=" + text, e);
    }
  }

  /** Host and port of a text. */
  static InetSocketAddress socket(String hostAndPort, String text) {
    int colon = hostAndPort.lastIndexOf(':');
    String port = hostAndPort.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new SourceException("an address must look like 127.0.0.1:7777: address=" + text);
    }
    return new InetSocketAddress(hostAndPort.substring(0, colon), Integer.parseInt(port));
  }
}
