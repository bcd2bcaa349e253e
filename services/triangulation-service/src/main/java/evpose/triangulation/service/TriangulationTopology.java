package evpose.triangulation.service;

import evpose.messages.Topics;
import evpose.streaming.DeadLetters;
import evpose.streaming.RigDirectory;
import evpose.streaming.RigPartitioner;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The graph.
 *
 * <pre>
 *   poses-2d -> join -> poses-3d
 *                 |---> dead-letters
 *   rigs, calibrations: tables that every task sees whole
 * </pre>
 */
final class TriangulationTopology {
  static final String POSES_SINK = "poses-3d-sink";
  private static final String SOURCE = "poses-2d-source";
  private static final String JOIN = "join";

  private TriangulationTopology() {}

  /**
   * Opens no connection, reads no clock.
   *
   * @param processor makes one for each task, told where rigs' poses go
   */
  static Topology define(Function<RigPartitioner, PosesProcessor> processor) {
    RigPartitioner partitioner = new RigPartitioner();
    Topology topology = new Topology();
    topology.addSource(
        SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.POSES_2D);
    topology.addProcessor(JOIN, () -> processor.apply(partitioner), SOURCE);
    topology.addSink(
        POSES_SINK,
        Topics.POSES_3D,
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        partitioner,
        JOIN);
    DeadLetters.addSink(topology, JOIN);
    RigDirectory.addTo(topology);
    return topology;
  }
}
