package evpose.metrics.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The newest numbers of each source and the meters that read them; unknown is NaN. */
final class Readings<T> {
  private final MeterRegistry meters;
  private final Map<String, T> latest = new ConcurrentHashMap<>();

  Readings(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Whether it is the first of that source: its meters are still to be made. */
  boolean update(String source, T numbers) {
    return latest.put(source, numbers) == null;
  }

  void gauge(
      String source, String name, String unit, String help, Tags tags, ToDoubleFunction<T> value) {
    Gauge.builder(name, latest, l -> read(l, source, value))
        .baseUnit(unit.isEmpty() ? null : unit)
        .description(help)
        .tags(tags)
        .register(meters);
  }

  void counter(String source, String name, String help, Tags tags, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, latest, l -> read(l, source, value))
        .description(help)
        .tags(tags)
        .register(meters);
  }

  private static <T> double read(Map<String, T> latest, String source, ToDoubleFunction<T> value) {
    T numbers = latest.get(source);
    return numbers == null ? Double.NaN : value.applyAsDouble(numbers);
  }
}
