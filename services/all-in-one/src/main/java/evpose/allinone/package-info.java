/**
 * The whole house in one JVM: an embedded broker and every service, as {@code evpose demo} and
 * {@code evpose serve} run them. The only room that knows all services; it starts and stops them,
 * in order, and computes nothing.
 */
@org.jspecify.annotations.NullMarked
package evpose.allinone;
