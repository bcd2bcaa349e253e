/**
 * Cameras as projection matrices, the rigs they form, and the geometry of DHP19. Knows {@code
 * evpose.pose} at most.
 */
@org.jspecify.annotations.NullMarked
package evpose.camera;
