/**
 * {@code evpose compare}: two networks, or two ways to run one, on the same packets of the log, by
 * the services' own classes. Reads with plain consumers in no group and writes nothing, so a stream
 * that runs meanwhile does not notice.
 */
@NullMarked
package evpose.cli.compare;

import org.jspecify.annotations.NullMarked;
