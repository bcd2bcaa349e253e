/**
 * How the streams are doing, as plain arithmetic over messages: rates, errors, latencies,
 * operations, lost packets, and what a page needs to draw the newest moment.
 *
 * <p>The way in: {@link evpose.metrics.service.live.LiveMetrics} takes messages as they come and
 * answers with {@link evpose.metrics.service.live.RigNumbers} (now), {@link
 * evpose.metrics.service.live.RunReport} (the whole run) and {@link
 * evpose.metrics.service.live.RigFrame} (one picture). Time is handed in.
 *
 * <p>This package must not know Kafka's clients, Spring, HTTP or a clock. All it keeps is bounded.
 */
@org.jspecify.annotations.NullMarked
package evpose.metrics.service.live;
