/**
 * The pixels of an event camera: brightness that changes becomes events, and so do the sensor's own
 * faults. The way in is {@link evpose.simulation.sensor.DvsSensor}. Must not know what the images
 * show.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation.sensor;
