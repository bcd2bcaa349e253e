/**
 * From the joints that several cameras see to joints in the room. The only package of this room
 * that knows EJML.
 */
@org.jspecify.annotations.NullMarked
package evpose.triangulation;
