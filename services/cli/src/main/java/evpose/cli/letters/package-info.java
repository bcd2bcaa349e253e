/**
 * Records that a service set aside: which there are, and how they go through the stream once more
 * after what was wrong has been put right.
 *
 * <p>The ways in are {@link evpose.cli.letters.Letters} and {@link evpose.cli.letters.Redrive}.
 */
@org.jspecify.annotations.NullMarked
package evpose.cli.letters;
