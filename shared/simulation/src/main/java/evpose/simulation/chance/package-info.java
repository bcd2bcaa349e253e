/**
 * Seeded randomness whose every bit is promised: the same seed gives the same numbers on every Java
 * version and processor. The way in is {@link evpose.simulation.chance.Dice}. Knows nobody.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation.chance;
