package evpose.messages;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a wall clock measured. It travels in record headers, outside the value, so that a value
 * stays a pure function of its inputs.
 *
 * <p>Nanoseconds since 1970, written as decimal text (a shell can read it); one clock when
 * everything runs on one machine, synchronised clocks otherwise.
 */
public final class TimingHeaders {
  /** When the source published the last packet of the step; carried along to the 3D pose. */
  public static final String PUBLISHED_NANOS = "evpose-published-nanos";

  /** When the service that wrote this record received the input that completed it. */
  public static final String RECEIVED_NANOS = "evpose-received-nanos";

  /** When the service that wrote this record was done with it. */
  public static final String DONE_NANOS = "evpose-done-nanos";

  /** How long the network computed, nanoseconds, a duration. */
  public static final String INFER_NANOS = "evpose-infer-nanos";

  /** The machine that wrote this record. */
  public static final String HOST = "evpose-host";

  /** W3C trace context. */
  public static final String TRACEPARENT = "traceparent";

  private static final int MAX_DIGITS = 19;

  private TimingHeaders() {}

  /** Sets a number, replacing one that is there. */
  public static void put(Headers headers, String name, long nanos) {
    put(headers, name, Long.toString(nanos));
  }

  /** Sets a text, replacing one that is there. */
  public static void put(Headers headers, String name, String text) {
    headers.remove(name);
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a number; empty when it is absent or not a non-negative decimal number. */
  public static OptionalLong nanos(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    byte[] text = header == null ? null : header.value();
    if (text == null || text.length == 0 || text.length > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    long nanos = 0;
    for (byte digit : text) {
      long next = nanos * 10 + (digit - '0');
      if (digit < '0' || digit > '9' || next < 0) {
        return OptionalLong.empty();
      }
      nanos = next;
    }
    return OptionalLong.of(nanos);
  }

  /** Copies one header when it is there, replacing the target's. */
  public static void carry(Headers from, Headers to, String name) {
    Header header = from.lastHeader(name);
    if (header != null) {
      to.remove(name);
      to.add(name, header.value());
    }
  }
}
