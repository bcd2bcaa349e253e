package evpose.recordings.aedat4;

/**
 * A stream of the file, as the header's XML describes it.
 *
 * @param id what its packets carry
 * @param type four letters: EVTS events, FRME frames, IMUS inertial samples, TRIG triggers
 * @param source name of the camera; empty when the file does not say
 * @param width pixels; 0 when the file does not say
 * @param height pixels; 0 when the file does not say
 */
record Stream(int id, String type, String source, int width, int height) {
  static final String EVENTS = "EVTS";

  boolean holdsEvents() {
    return type.equals(EVENTS);
  }
}
