/**
 * A body: its 13 joints, as one camera sees them (pixels) and as they stand in the room (mm). Knows
 * nobody.
 *
 * <p>Image coordinates: pixels of the sensor, x right, y down, origin at the corner of the top-left
 * pixel, so pixel i covers [i, i + 1). World: mm, z up. A missing joint is NaN with confidence 0.
 */
@org.jspecify.annotations.NullMarked
package evpose.pose;
