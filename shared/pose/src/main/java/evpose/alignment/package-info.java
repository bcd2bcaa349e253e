/**
 * Brings the cameras of a rig together, step by step, on the time grid they share. Pure: a function
 * of what arrives and in which order; time is the grid index, never a clock. Knows nobody.
 */
@org.jspecify.annotations.NullMarked
package evpose.alignment;
