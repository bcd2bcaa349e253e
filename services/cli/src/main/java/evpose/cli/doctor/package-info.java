/**
 * {@code evpose doctor}: the chain from Java to 3D poses, looked at link by link. Each link is
 * fine, odd, broken, or could not be looked at because one before it is broken; whatever is wrong
 * is said in one sentence, with the command that cures it. Reads only: commits nothing, joins no
 * group, writes no record. Every question to a broker has an end.
 */
@NullMarked
package evpose.cli.doctor;

import org.jspecify.annotations.NullMarked;
