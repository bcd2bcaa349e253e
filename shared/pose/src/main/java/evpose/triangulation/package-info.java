/**
 * From the joints that several cameras see to joints in the room. The way in is {@link
 * evpose.triangulation.Triangulator}; {@link evpose.triangulation.RobustTriangulator} is the
 * default. Knows cameras and joints.
 */
@org.jspecify.annotations.NullMarked
package evpose.triangulation;
