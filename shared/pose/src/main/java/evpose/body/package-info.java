/**
 * What a body can and cannot do, step by step: sides are not exchanged, joints do not jump, bones
 * keep their length, and the rest is noise. The way in is {@link evpose.body.BodyMemory}. Pure: a
 * function of a bounded past of poses, never of a clock. Knows {@code evpose.pose}.
 */
@org.jspecify.annotations.NullMarked
package evpose.body;
