/**
 * How well a rig does when nobody knows the truth: do its views agree, do bones keep their length,
 * do its clocks tick together.
 */
@org.jspecify.annotations.NullMarked
package evpose.evaluation.health;
