package evpose.metrics.service;

import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MetricsAccuracy;
import evpose.messages.MetricsCamera;
import evpose.messages.MetricsMessage;
import evpose.messages.MetricsNeuroBench;
import evpose.messages.MetricsTruthFree;
import evpose.messages.StageLatency;
import evpose.messages.Topics;
import evpose.metrics.service.live.RigNumbers;
import evpose.metrics.service.live.RigNumbers.CameraNumbers;
import evpose.streaming.KafkaAccess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each rig's numbers on topic {@code metrics}. A broker that does not take them costs that
 * second's numbers and nothing else.
 */
final class MetricsPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetricsPublisher.class);
  private static final int BLOCK_MILLIS = 200;

  private final Producer<byte[], byte[]> producer;
  private final String energyTable;
  private final AtomicBoolean complained = new AtomicBoolean();

  MetricsPublisher(Producer<byte[], byte[]> producer, String energyTable) {
    this.producer = producer;
    this.energyTable = energyTable;
  }

  static MetricsPublisher open(String bootstrap, String energyTable) {
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000);
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new MetricsPublisher(new KafkaProducer<>(config), energyTable);
  }

  /**
   * Publishes the numbers of a rig that has posed from a key frame; before there is nothing to say.
   */
  void publish(RigNumbers numbers) {
    if (numbers.endMicros() < 0 || !Double.isFinite(numbers.wattsDenseAnn())) {
      return; // no pose yet, or no key frame to compare with
    }
    byte[] value = Json.encode(message(numbers));
    try {
      producer.send(
          new ProducerRecord<>(Topics.METRICS, Keys.of(numbers.rig()), value),
          (metadata, trouble) -> answered(trouble));
    } catch (KafkaException refused) {
      answered(refused);
    }
  }

  private void answered(@Nullable Exception trouble) {
    if (trouble == null) {
      complained.set(false);
    } else if (complained.compareAndSet(false, true)) {
      log.warn("topic {} takes no numbers at the moment: {}", Topics.METRICS, trouble.getMessage());
    }
  }

  private MetricsMessage message(RigNumbers n) {
    List<StageLatency> latencies =
        n.latencyMs().entrySet().stream()
            .map(
                stage ->
                    new StageLatency(
                        stage.getKey(),
                        stage.getValue().p50(),
                        stage.getValue().p95(),
                        stage.getValue().p99()))
            .toList();
    return new MetricsMessage(
        n.rig(),
        n.endMicros(),
        1,
        n.poses2d(),
        n.poses2dPerSecond(),
        n.poses3d(),
        n.poses3dPerSecond(),
        n.packets().consumed(),
        n.packets().lost(),
        n.deadLettered(),
        n.mpjpe2dPx(),
        n.mpjpe3dMm(),
        latencies,
        n.gmacPerSecond(),
        n.gacPerSecond(),
        n.wattsEstimated(),
        n.wattsDenseAnn(),
        energyTable,
        accuracy(n.accuracy()),
        truthFree(n.truthFree()),
        neuroBench(n.neuroBench()),
        n.cameras().stream().map(MetricsPublisher::camera).toList());
  }

  private static @Nullable MetricsAccuracy accuracy(RigNumbers.Accuracy a) {
    if (Double.isNaN(a.mpjpe2dPxRun()) && Double.isNaN(a.mpjpe3dMmRun())) {
      return null;
    }
    return new MetricsAccuracy(
        a.mpjpe2dPxRun(),
        a.mpjpe3dMmRun(),
        a.paMpjpeMm(),
        a.pck3d().get(0),
        a.pck3d().get(1),
        a.pck3d().get(2),
        a.accelerationErrorMPerS2());
  }

  private static @Nullable MetricsTruthFree truthFree(RigNumbers.TruthFree t) {
    if (Double.isNaN(t.seen())) {
      return null;
    }
    return new MetricsTruthFree(
        t.reprojectionPx(), t.agreement(), t.boneSpread(), t.seen(), t.sigmaMm());
  }

  private static @Nullable MetricsNeuroBench neuroBench(RigNumbers.NeuroBench b) {
    if (Double.isNaN(b.activationSparsity())) {
      return null;
    }
    return new MetricsNeuroBench(
        b.executionRateHz(), b.activationSparsity(), b.effectiveAcs(), b.effectiveMacs());
  }

  private static MetricsCamera camera(CameraNumbers c) {
    return new MetricsCamera(
        c.camera(),
        c.events(),
        c.dropped(),
        c.packets().consumed(),
        c.packets().lost(),
        c.shed().values().stream().mapToLong(Long::longValue).sum(),
        c.lagSeconds(),
        c.mpjpe2dPx(),
        c.view().residualPx(),
        c.view().epipolarPx(),
        c.view().skewSeconds(),
        c.macs(),
        c.acs(),
        c.work().spikes());
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(1));
  }
}
