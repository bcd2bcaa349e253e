package evpose.cli.audit;

import java.util.List;
import java.util.Map;

/**
 * What an audit proved, and what it found.
 *
 * <pre>
 *   packets  = used + repeated + overtaken + aside
 *   expected = answered + missing      (missing answers are findings)
 *   recorded = answered + repeated + different + unexpected + shed + notCompared
 * </pre>
 *
 * @param model SHA-256 of the network that computed the 2D poses again
 * @param shedSteps steps that were given up, by camera
 * @param setAside records of this rig in {@code dead-letters}, by topic and reason
 * @param findings faults, by kind; the log is proven when there are none
 * @param found the first faults of each kind
 * @param notes what is no fault, by kind
 * @param noted the first of each kind
 */
public record AuditReport(
    String rig,
    String model,
    List<Camera> cameras,
    Answers poses2d,
    Answers poses3d,
    Map<String, Long> shedSteps,
    long stepsOpenAtTheEnd,
    Map<String, Long> setAside,
    Map<String, Long> findings,
    List<Finding> found,
    Map<String, Long> notes,
    List<Finding> noted) {
  /**
   * Another engine's joints may lie so far off, pixels: one cell of the shipped network's input.
   */
  public static final double TOLERANCE_PX = 4;

  /**
   * A camera's packets.
   *
   * @param missing numbers that no packet has
   * @param repeated packets that were there already
   * @param overtaken packets that came after their successor
   * @param renumbered times that the sequence began anew
   * @param returned times that data time began anew
   * @param aside packets on another line of time that nobody followed
   */
  public record Camera(
      String camera,
      long packets,
      long firstSequence,
      long lastSequence,
      long missing,
      long repeated,
      long overtaken,
      long renumbered,
      long returned,
      long aside) {}

  /**
   * Answers of one topic.
   *
   * @param expected answers that must be there
   * @param recorded records that are there
   * @param answered expected ones that are there, bit for bit unless near
   * @param repeated records that say again what one before said
   * @param shed records that give up steps
   * @param notCompared records whose inputs lie before the range or are deleted
   * @param near records of another engine (another version or instruction set), which are equal
   *     within {@link #TOLERANCE_PX}; among the answered or repeated ones
   */
  public record Answers(
      long expected,
      long recorded,
      long answered,
      long repeated,
      long shed,
      long notCompared,
      long near) {}

  /** Whether the log is proven. */
  public boolean proven() {
    return findings.isEmpty();
  }
}
