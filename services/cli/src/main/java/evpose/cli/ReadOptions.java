package evpose.cli;

import evpose.events.SensorGeometry;
import evpose.recordings.ReadHints;
import evpose.recordings.ReadHints.TimeUnitOfText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user may have to say of recordings whose files do not tell it. */
final class ReadOptions {
  @Option(
      names = "--sensor",
      paramLabel = "WxH",
      description = "Size of the sensor in pixels, of files that do not tell it.")
  @Nullable String sensor;

  @Option(
      names = "--columns",
      paramLabel = "t,x,y,p",
      description = "Columns of text; _ steps over one. Default: detected.")
  @Nullable String columns;

  @Option(
      names = "--time-unit",
      paramLabel = "U",
      description =
          "What times of text and HDF5 count: ${COMPLETION-CANDIDATES}. Default: detected.")
  @Nullable TimeUnitOfText unit;

  ReadHints hints() {
    try {
      return new ReadHints(sensor == null ? null : SensorGeometry.parse(sensor), columns, unit);
    } catch (IllegalArgumentException e) {
      throw new Failure("--sensor: " + e.getMessage(), e);
    }
  }

  /** The same, for an event source; see {@code event-source.yml}. */
  Map<String, String> sourceProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("evpose.source.sensor", sensor == null ? "" : sensor);
    properties.put("evpose.source.columns", columns == null ? "" : columns);
    properties.put(
        "evpose.source.time-unit", unit == null ? "" : unit.name().toLowerCase(Locale.ROOT));
    return properties;
  }
}
