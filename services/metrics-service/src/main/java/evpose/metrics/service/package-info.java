/**
 * The service that measures the stream and shows it: follows every topic with plain consumers,
 * answers Prometheus, publishes one {@code MetricsMessage} a second for each rig, and serves the
 * page.
 *
 * <p>The way in: {@link evpose.metrics.service.MetricsService}. All arithmetic is in {@link
 * evpose.metrics.service.live}; this package only carries bytes to it and numbers from it. It must
 * not know how poses are made: no network, no triangulation.
 */
@org.jspecify.annotations.NullMarked
package evpose.metrics.service;
