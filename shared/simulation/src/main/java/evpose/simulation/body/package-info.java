/**
 * A human body as sixteen rigid segments: how it is turned ({@link
 * evpose.simulation.body.BodyPose}), whose it is ({@link evpose.simulation.body.Subject}), and
 * where that puts its joints and its surface ({@link evpose.simulation.body.Figure}).
 *
 * <p>World: mm, z up, the person faces -y and has their left at +x. A segment's frame has the same
 * axes when the person stands with hanging arms. Must not know cameras, sensors or what moves it.
 */
@org.jspecify.annotations.NullMarked
package evpose.simulation.body;
