package evpose.triangulation.service;

import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.TimingHeaders;
import evpose.streaming.DeadLetters;
import evpose.streaming.LogReader;
import evpose.streaming.RigDirectory;
import evpose.streaming.RigPartitioner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka side of a task: bytes to poses, answers to records, refusals to dead letters. The wall
 * clock only writes headers.
 */
final class PosesProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Logger log = LoggerFactory.getLogger(PosesProcessor.class);

  private final TriangulationSettings settings;
  private final LogReader logReader;
  private final RigPartitioner partitioner;
  private final InstantSource clock;
  private final String host;

  // set by init, and for the record in hand
  private ProcessorContext<byte[], byte[]> context;
  private RigDirectory directory;
  private DeadLetters deadLetters;
  private TaskRigs rigs;
  private Record<byte[], byte[]> record;
  private long receivedNanos;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  PosesProcessor(
      TriangulationSettings settings,
      LogReader logReader,
      RigPartitioner partitioner,
      InstantSource clock,
      String host) {
    this.settings = settings;
    this.logReader = logReader;
    this.partitioner = partitioner;
    this.clock = clock;
    this.host = host;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    directory = RigDirectory.of(context);
    deadLetters = new DeadLetters("triangulation-service", context);
    rigs =
        new TaskRigs(
            directory::rig, directory::calibration, logReader, settings, this::answer, log::warn);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    this.record = record;
    receivedNanos = nowNanos();
    if (record.value() == null) {
      deadLetters.send(record, "not-json", "a pose has a value, this record has none");
      return;
    }
    try {
      Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
      RecordMetadata place = context.recordMetadata().orElseThrow();
      TopicPartition partition = new TopicPartition(place.topic(), place.partition());
      Refusal refusal =
          rigs.accept(partition, place.offset(), record.key(), pose, record.headers());
      if (refusal != null) {
        deadLetters.send(record, refusal.reason(), refusal.message());
      }
    } catch (MalformedMessageException e) {
      deadLetters.send(record, e.reason(), Objects.requireNonNull(e.getMessage()));
    }
  }

  private void answer(Answer answer) {
    String rig = answer.pose().rig();
    directory.rig(rig).ifPresent(r -> partitioner.place(rig, r.posesPartition()));
    Headers headers = new RecordHeaders();
    if (answer.publishedNanos() != View.UNKNOWN) {
      TimingHeaders.put(headers, TimingHeaders.PUBLISHED_NANOS, answer.publishedNanos());
    }
    TimingHeaders.carry(record.headers(), headers, TimingHeaders.INFER_NANOS);
    TimingHeaders.carry(record.headers(), headers, TimingHeaders.TRACEPARENT);
    TimingHeaders.put(headers, TimingHeaders.RECEIVED_NANOS, receivedNanos);
    TimingHeaders.put(headers, TimingHeaders.HOST, host);
    byte[] value = Json.encode(answer.pose());
    TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, nowNanos());
    context.forward(
        new Record<>(Keys.of(rig), value, record.timestamp(), headers), TriangulationTopology.OUT);
  }

  private long nowNanos() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
