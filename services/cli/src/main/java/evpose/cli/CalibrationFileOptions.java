package evpose.cli;

import evpose.calibration.Calibration;
import evpose.calibration.World;
import evpose.calibration.formats.CalibrationFormat;
import evpose.calibration.formats.Formats;
import evpose.calibration.formats.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A calibration file on the command line, and what it does not say of itself. */
final class CalibrationFileOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "A calibration: a file, or a folder of one file a camera.")
  Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "Its format; found out when absent. evpose calibration formats lists them.")
  @Nullable String format;

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      description = "The rig's name. Default: the file's.")
  @Nullable String rig;

  @Option(
      names = "--units",
      paramLabel = "U",
      description =
          "Length unit in the file: mm, cm, m, in. Default: what the format usually means.")
  @Nullable String units;

  @Option(
      names = "--up",
      paramLabel = "AXIS",
      description =
          "The axis that points up in the file: z, y, -y, -z, x. Default: what the format usually means.")
  @Nullable String up;

  @Option(
      names = "--rows-up",
      negatable = true,
      description =
          "Whether the file counts image rows upwards. Default: DHP19's matrices do, others do not.")
  @Nullable Boolean rowsUp;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "The sensors' size, where the file does not say.")
  @Nullable String size;

  /** Reads it, and says on standard error what had to be assumed. */
  Calibration read() {
    try {
      CalibrationFormat known = format == null ? Formats.of(file) : Formats.named(format);
      Calibration calibration = known.read(file, reading());
      PrintWriter err = spec.commandLine().getErr();
      calibration.notes().forEach(note -> err.println("evpose: " + note));
      err.flush();
      return rig == null
          ? calibration
          : new Calibration(rig, calibration.cameras(), calibration.source(), calibration.notes());
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new Failure(file + ": " + e.getMessage(), e);
    }
  }

  private Reading reading() {
    int width = 0;
    int height = 0;
    if (size != null) {
      Matcher m = SIZE.matcher(size);
      if (!m.matches()) {
        throw new ParameterException(spec.commandLine(), "a size is WIDTHxHEIGHT: --size=" + size);
      }
      width = Integer.parseInt(m.group(1));
      height = Integer.parseInt(m.group(2));
    }
    try {
      return new Reading(
          rig == null ? name() : rig,
          units == null ? null : World.mmOf(units),
          up == null ? null : World.Up.of(up),
          rowsUp,
          width,
          height);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** A rig's name from the file's. */
  private String name() {
    Path last = file.toAbsolutePath().normalize().getFileName();
    String text = last == null ? "rig" : last.toString().replaceFirst("\\.[^.]+$", "");
    String clean = text.replaceAll("[^A-Za-z0-9._-]", "-");
    return clean.isEmpty() ? "rig" : clean.substring(0, Math.min(64, clean.length()));
  }
}
