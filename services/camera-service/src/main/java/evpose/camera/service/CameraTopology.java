package evpose.camera.service;

import evpose.messages.Topics;
import evpose.streaming.DeadLetters;
import evpose.streaming.RigDirectory;
import evpose.streaming.RigPartitioner;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 *
 *
 * <pre>
 *   events -> cameras -> poses-2d
 *                |-----> dead-letters
 *   frames: read by the offsets that packets name, where the ANN looks at them
 *   rigs, calibrations: tables that every task sees whole
 * </pre>
 */
final class CameraTopology {
  static final String POSES_SINK = "poses-2d-sink";
  private static final String SOURCE = "events-source";
  private static final String CAMERAS = "cameras";

  private CameraTopology() {}

  /**
   * Opens no connection, reads no clock.
   *
   * @param processor makes one for each task, told where rigs' poses go
   */
  static Topology define(Function<RigPartitioner, EventsProcessor> processor) {
    RigPartitioner partitioner = new RigPartitioner();
    Topology topology = new Topology();
    topology.addSource(
        SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.EVENTS);
    topology.addProcessor(CAMERAS, () -> processor.apply(partitioner), SOURCE);
    topology.addSink(
        POSES_SINK,
        Topics.POSES_2D,
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        partitioner,
        CAMERAS);
    DeadLetters.addSink(topology, CAMERAS);
    RigDirectory.addTo(topology);
    return topology;
  }
}
