/**
 * People who move in front of simulated event cameras, with exact labels: what trains the network
 * and what plays when no camera is at hand.
 *
 * <pre>
 *   Motion --pose--> Figure --capsules--> BodyFilm --tiles--> DvsSensor --events-->  step
 *                       |------------------ joints ---------------------- truth ---->
 * </pre>
 *
 * The way in is {@link evpose.simulation.Simulator}; motions come from {@link
 * evpose.simulation.Movements}, {@link evpose.simulation.MovementSequence} or {@link
 * evpose.simulation.CapturedMotion}. Everything is a function of settings and seeds, to the last
 * bit. Must not know networks, messages or Kafka.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation;
