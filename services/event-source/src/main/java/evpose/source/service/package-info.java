/**
 * Publishes what event cameras see: topic {@code events}, and {@code ground-truth} where it is
 * known. Before that it registers the rig, its partitions and its calibration.
 *
 * <p>The way in is {@link evpose.source.service.EventSourceService}; whoever starts it in the same
 * process watches it through {@link evpose.source.service.EventSource}. A feed says what is seen,
 * the pacer says when it goes out, the publisher sends it: pacing never decides content. Knows no
 * network and no pose but the truth.
 */
@org.jspecify.annotations.NullMarked
package evpose.source.service;
