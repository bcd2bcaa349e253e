/**
 * Brightness images of a body of capsules before a still background, fast enough for four cameras
 * on a part of one core. {@link evpose.simulation.render.BodyRaster} draws one camera's image; it
 * touches only the pixels of the body, with soft edges worked out instead of supersampled. Must not
 * know segments, motions or events.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation.render;
