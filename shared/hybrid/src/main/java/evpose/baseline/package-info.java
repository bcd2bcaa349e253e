/**
 * Networks that the hybrid is held against: what they are made of, what they cost, their files. Way
 * in: {@link evpose.baseline.BaselineDescription}. They run on hybrid-djl; what they look at is in
 * {@link evpose.representation}.
 */
@org.jspecify.annotations.NullMarked
package evpose.baseline;
