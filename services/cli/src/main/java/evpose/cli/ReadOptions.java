package evpose.cli;

import evpose.events.SensorGeometry;
import evpose.recordings.ReadHints;
import evpose.recordings.ReadHints.TimeUnitOfText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a user may have to say of recordings whose files do not tell it. */
final class ReadOptions {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

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
      description = "What times of text count: ${COMPLETION-CANDIDATES}. Default: detected.")
  @Nullable TimeUnitOfText unit;

  ReadHints hints() {
    return new ReadHints(sensor == null ? null : size(sensor), columns, unit);
  }

  private static SensorGeometry size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new Failure("a size must look like 640x480: --sensor=" + text);
    }
    try {
      return new SensorGeometry(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage() + ", --sensor=" + text, e);
    }
  }
}
