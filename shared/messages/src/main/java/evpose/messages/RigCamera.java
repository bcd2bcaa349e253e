package evpose.messages;

/**
 * A camera of a rig.
 *
 * @param width sensor columns
 * @param height sensor rows
 * @param eventsPartition partition of {@code events} that its packets go to
 */
public record RigCamera(String id, int width, int height, int eventsPartition) {
  public RigCamera {
    Checks.name("camera", id);
    Checks.positive("width", width);
    Checks.positive("height", height);
    Checks.notNegative("eventsPartition", eventsPartition);
  }
}
