/**
 * Learned triangulation: a small network that has seen the last steps of a body moves the joints
 * that geometry placed. Way in: {@link evpose.temporal.TemporalBundle}, then {@link
 * evpose.temporal.LearnedTriangulator}. Plain Java; how it is trained is hybrid-djl's affair.
 */
@org.jspecify.annotations.NullMarked
package evpose.temporal;
