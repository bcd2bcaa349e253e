/**
 * Proves from the log alone what a stream has said: sequences complete, every step answered, every
 * answer the one that its inputs demand.
 *
 * <p>The way in is {@link evpose.cli.audit.LogAudit}. The services' own classes compute the answers
 * again; what any service counted is never looked at, nor is any clock.
 */
@org.jspecify.annotations.NullMarked
package evpose.cli.audit;
