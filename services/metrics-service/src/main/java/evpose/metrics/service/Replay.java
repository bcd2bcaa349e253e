package evpose.metrics.service;

import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RigFrame;
import evpose.streaming.KafkaAccess;
import evpose.streaming.LogScan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The past of a rig, read again from Kafka and drawn as it was drawn then. One at a time, and no
 * more of it at once than {@link #LONGEST_MILLIS} and {@value #MOST_BYTES} bytes.
 */
final class Replay {
  /** Longest piece of the past that is answered at once. */
  static final long LONGEST_MILLIS = 5000;

  private static final long MOST_BYTES = 96L << 20;
  private static final int MOST_RECORDS = 100_000;
  private static final long BEFORE_MILLIS =
      500; // read in advance, so that the first picture is whole
  private static final long PICTURE_MILLIS = 50;
  private static final long WAIT_MILLIS = 5000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int BUSY = 503;
  private static final List<String> STREAMS =
      List.of(Topics.GROUND_TRUTH, Topics.EVENTS, Topics.POSES_2D, Topics.POSES_3D);

  private final String bootstrap;
  private final LiveMetrics live;
  private final int mostEvents;
  private final Semaphore seat = new Semaphore(1);

  /**
   * @param mostEvents of one camera in one picture
   */
  Replay(String bootstrap, LiveMetrics live, int mostEvents) {
    this.bootstrap = bootstrap;
    this.live = live;
    this.mostEvents = mostEvents;
  }

  /**
   * What a page is told.
   *
   * @param status of HTTP
   * @param body JSON, or words when it is refused
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Answer(int status, byte[] body) {
    static Answer refused(int status, String why) {
      return new Answer(status, (why + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** When Kafka's memory of a rig's poses begins: {@code {"fromMillis": n}}, null without any. */
  Answer begin(String rig) {
    long first;
    try (LogScan scan = new LogScan(KafkaAccess.of(bootstrap))) {
      List<LogScan.Range> all = scan.ranges(Topics.POSES_2D);
      first = first(scan, mapped(all, rig), rig);
      if (first == Long.MAX_VALUE) {
        first = first(scan, all, rig); // published past the map
      }
    } catch (IllegalStateException silent) {
      return Answer.refused(BUSY, String.valueOf(silent.getMessage()));
    }
    String from = first == Long.MAX_VALUE ? "null" : String.valueOf(first);
    return new Answer(OK, ("{\"fromMillis\":" + from + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static long first(LogScan scan, List<LogScan.Range> ranges, String rig) {
    long[] first = {Long.MAX_VALUE};
    for (LogScan.Range range : ranges) {
      scan.read(
          range,
          record -> {
            if (!isOf(rig, record)) {
              return true;
            }
            first[0] = Math.min(first[0], record.timestamp());
            return false;
          });
    }
    return first[0];
  }

  /**
   * Pictures of what was published from one moment on, twenty a second: {@code [{"millis": n,
   * "frame": {...}}, ...]}.
   */
  Answer pictures(String rig, long fromMillis, long millis) throws InterruptedException {
    if (fromMillis < BEFORE_MILLIS || millis < 1 || millis > LONGEST_MILLIS) {
      return Answer.refused(
          BAD_REQUEST,
          "from is a time since 1970 and millis is 1 to "
              + LONGEST_MILLIS
              + ": from="
              + fromMillis
              + ", millis="
              + millis);
    }
    if (!seat.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
      return Answer.refused(BUSY, "another page is looking at the past, try again");
    }
    try {
      List<ConsumerRecord<byte[], byte[]>> past =
          read(rig, fromMillis - BEFORE_MILLIS, fromMillis + millis);
      return past.isEmpty() ? new Answer(OK, new byte[] {'[', ']'}) : draw(rig, fromMillis, past);
    } catch (TooMuch tooMuch) {
      return Answer.refused(
          TOO_LARGE,
          "too much was published in that time, ask for less: millis="
              + millis
              + ", most bytes="
              + MOST_BYTES);
    } catch (IllegalStateException silent) {
      return Answer.refused(BUSY, String.valueOf(silent.getMessage()));
    } finally {
      seat.release();
    }
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** In the order in which it was published; what carries the same time, causes first. */
  private List<ConsumerRecord<byte[], byte[]>> read(String rig, long fromMillis, long toMillis) {
    List<ConsumerRecord<byte[], byte[]>> past = new ArrayList<>();
    AtomicLong bytes = new AtomicLong();
    try (LogScan scan = new LogScan(KafkaAccess.of(bootstrap))) {
      for (String topic : STREAMS) {
        List<LogScan.Range> all = scan.ranges(topic, fromMillis, toMillis);
        int before = past.size();
        read(scan, mapped(all, rig), rig, past, bytes);
        if (speakers(past.subList(before, past.size())) < expected(topic, rig)) {
          past.subList(before, past.size()).clear();
          read(scan, all, rig, past, bytes); // published past the map, or nobody spoke
        }
      }
    }
    past.sort(
        Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
            .thenComparingInt(record -> STREAMS.indexOf(record.topic())));
    return past;
  }

  private static long speakers(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> ByteBuffer.wrap(record.key())).distinct().count();
  }

  /** Keys that a rig has on a topic. */
  private int expected(String topic, String rig) {
    RigMessage described = live.description(rig);
    return topic.equals(Topics.EVENTS) && described != null ? described.cameras().size() : 1;
  }

  private static void read(
      LogScan scan,
      List<LogScan.Range> ranges,
      String rig,
      List<ConsumerRecord<byte[], byte[]>> past,
      AtomicLong bytes) {
    for (LogScan.Range range : ranges) {
      scan.read(
          range,
          record -> {
            if (isOf(rig, record)) {
              past.add(record);
            }
            if (past.size() > MOST_RECORDS || bytes.addAndGet(size(record)) > MOST_BYTES) {
              throw new TooMuch();
            }
            return true;
          });
    }
  }

  private static int size(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }

  /** The partitions that the rig's record names; all of them where there is none. */
  private List<LogScan.Range> mapped(List<LogScan.Range> ranges, String rig) {
    RigMessage described = live.description(rig);
    if (described == null) {
      return ranges;
    }
    Set<Integer> cameras = new HashSet<>();
    described.cameras().stream().map(RigCamera::eventsPartition).forEach(cameras::add);
    return ranges.stream()
        .filter(
            range ->
                range.partition().topic().equals(Topics.EVENTS)
                    ? cameras.contains(range.partition().partition())
                    : range.partition().partition() == described.posesPartition())
        .toList();
  }

  private static boolean isOf(String rig, ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    byte[] name = Keys.of(rig);
    return key != null
        && (Arrays.equals(key, name)
            || (key.length > name.length
                && key[name.length] == '/'
                && Arrays.equals(key, 0, name.length, name, 0, name.length)));
  }

  private Answer draw(String rig, long fromMillis, List<ConsumerRecord<byte[], byte[]>> past) {
    LiveMetrics then = live.pastOf(rig);
    RecordRouter router = new RecordRouter(then, new SimpleMeterRegistry());
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
    out.write('[');
    long next = fromMillis;
    long drawn = -1;
    for (int i = 0; i <= past.size(); i++) {
      boolean over = i == past.size();
      if (over || past.get(i).timestamp() >= next) {
        RigFrame frame = then.frame(rig, mostEvents);
        if (frame != null && frame.changes() != drawn) {
          write(out, next, frame, drawn < 0);
          drawn = frame.changes();
        }
        next =
            over
                ? next
                : past.get(i).timestamp() / PICTURE_MILLIS * PICTURE_MILLIS + PICTURE_MILLIS;
      }
      if (!over) {
        router.accept(past.get(i), past.get(i).timestamp() * NANOS_PER_MILLI);
      }
    }
    out.write(']');
    return new Answer(OK, out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, long millis, RigFrame frame, boolean first) {
    out.writeBytes(
        ((first ? "" : ",") + "{\"millis\":" + millis + ",\"frame\":")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(PageJson.frame(frame));
    out.write('}');
  }
}
