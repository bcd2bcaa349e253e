/**
 * The hybrid network: what it is (description), what it costs (operations), and how one camera's
 * steps become poses (estimator). Engines are behind two small interfaces, so that this package
 * knows neither DJL nor the Vector API.
 *
 * @see "Aydin, Gehrig, Gehrig, Scaramuzza 2024: A Hybrid ANN-SNN Architecture for Low-Power and
 *     Low-Latency Visual Perception"
 */
@org.jspecify.annotations.NullMarked
package evpose.hybrid;
