package evpose.triangulation.service;

import evpose.messages.Topics;
import evpose.streaming.DeadLetters;
import evpose.streaming.LogReader;
import evpose.streaming.RigDirectory;
import evpose.streaming.RigPartitioner;
import java.time.InstantSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/**
 * The stream as a drawing.
 *
 * <pre>
 *   rigs, calibrations (whole, as tables) ----+
 *                                             v
 *   poses-2d ------------------------------> join ----> poses-3d
 *                                              \------> dead-letters
 * </pre>
 *
 * No store and no changelog: tasks rebuild themselves from {@code poses-2d}.
 */
final class TriangulationTopology {
  static final String OUT = "poses-3d-sink";
  private static final String IN = "poses-2d-source";
  private static final String JOIN = "join";

  private TriangulationTopology() {}

  /**
   * Builds the topology. Opens no connection.
   *
   * @param clock measures stages, in headers; decides nothing
   * @param host named in headers
   * @throws IllegalArgumentException when the network that is set cannot be read
   */
  static Topology of(
      TriangulationSettings settings, LogReader logReader, InstantSource clock, String host) {
    Placings.check(settings);
    RigPartitioner partitioner = new RigPartitioner();
    Topology topology = new Topology();
    RigDirectory.addTo(topology);
    topology.addSource(
        IN, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.POSES_2D);
    topology.addProcessor(
        JOIN, () -> new PosesProcessor(settings, logReader, partitioner, clock, host), IN);
    topology.addSink(
        OUT,
        Topics.POSES_3D,
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        partitioner,
        JOIN);
    DeadLetters.addSink(topology, JOIN);
    return topology;
  }
}
