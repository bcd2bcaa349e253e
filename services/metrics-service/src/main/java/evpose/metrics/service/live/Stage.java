package evpose.metrics.service.live;

/**
 * Where time goes between an event and a pose in the room.
 *
 * <pre>
 *   published --ingest--> received [camera-service: infer2d inside camera] done
 *   published ------------------ pose2d ------------------------------> done
 *                 pose2d --> received [triangulation-service: triangulate] done --deliver--> here
 *   published ------------------------------- endToEnd ----------------------------------> here
 * </pre>
 *
 * "Published" is the moment at which the source handed the last packet of the step to Kafka.
 */
enum Stage {
  END_TO_END("endToEnd"),
  INGEST("ingest"),
  INFER_2D("infer2d"),
  CAMERA("camera"),
  POSE_2D("pose2d"),
  TRIANGULATE("triangulate"),
  DELIVER("deliver");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The name in reports and labels. */
  String label() {
    return label;
  }
}
