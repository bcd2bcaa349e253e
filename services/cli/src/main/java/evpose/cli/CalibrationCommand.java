package evpose.cli;

import evpose.calibration.Calibration;
import evpose.calibration.FileAudit;
import evpose.calibration.Finding;
import evpose.calibration.World;
import evpose.calibration.formats.CalibrationFormat;
import evpose.calibration.formats.Formats;
import evpose.calibration.formats.Writing;
import evpose.messages.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the cameras stand: files of other tools, what is wrong with them, and how to mend it. */
@Command(
    name = "calibration",
    mixinStandardHelpOptions = true,
    description = "Reads, converts, draws, audits and refines calibrations.",
    subcommands = {
      CalibrationCommand.Import.class,
      CalibrationCommand.Export.class,
      CalibrationCommand.FormatsList.class,
      CalibrationShowCommand.class,
      CalibrationAuditCommand.class,
      CalibrationRefineCommand.class,
      CalibrationWatchCommand.class
    })
final class CalibrationCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new Failure("it could not be written: file=" + file + ", cause=" + e, e);
    }
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static String line(Finding finding) {
    return (finding.camera().isEmpty() ? "the rig" : finding.camera())
        + ": "
        + finding.fault()
        + ": "
        + finding.evidence();
  }

  /** From any format to our own. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a calibration of another tool and writes it as evpose's JSON, for rig add --calibration.",
        "evpose calibration import calibration.toml --rig studio --out studio.json"
      })
  static final class Import implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

    @Option(names = "--out", paramLabel = "F", description = "Where to. Default: standard output.")
    @Nullable Path out;

    @Override
    public Integer call() {
      Calibration calibration = options.read();
      PrintWriter err = spec.commandLine().getErr();
      FileAudit.audit(calibration).forEach(f -> err.println("evpose: warning: " + line(f)));
      err.flush();
      try {
        byte[] json = Json.encode(calibration.toMessage(0));
        if (out == null) {
          spec.commandLine().getOut().println(new String(json, StandardCharsets.UTF_8));
        } else {
          write(out, json);
        }
        return 0;
      } catch (IllegalArgumentException e) {
        throw new Failure(options.file + ": " + e.getMessage(), e);
      }
    }
  }

  /** From any format to any other. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a calibration of any format and writes it in another.",
        "evpose calibration export studio.json --to pose2sim --out Calib_studio.toml"
      })
  static final class Export implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin CalibrationFileOptions options = new CalibrationFileOptions();

    @Option(names = "--to", paramLabel = "F", required = true, description = "The other format.")
    String to = "";

    @Option(
        names = "--out",
        paramLabel = "F",
        required = true,
        description = "Where to: a file, or a folder for formats of one file a camera.")
    Path out = Path.of("");

    @Option(
        names = "--to-units",
        paramLabel = "U",
        description =
            "Length unit to write: mm, cm, m, in. Default: what the format usually means.")
    @Nullable String toUnits;

    @Option(
        names = "--to-up",
        paramLabel = "AXIS",
        description =
            "The axis that is to point up: z, y, -y, -z, x. Default: what the format usually means.")
    @Nullable String toUp;

    @Override
    public Integer call() {
      CalibrationFormat format;
      Writing writing;
      try {
        format = Formats.named(to);
        writing =
            new Writing(
                toUnits == null ? null : World.mmOf(toUnits),
                toUp == null ? null : World.Up.of(toUp));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
      try {
        format.write(options.read(), out, writing);
        return 0;
      } catch (IllegalArgumentException e) {
        throw new Failure(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw new Failure("it could not be written: file=" + out + ", cause=" + e, e);
      }
    }
  }

  /** Which formats there are. */
  @Command(
      name = "formats",
      mixinStandardHelpOptions = true,
      description = "Lists the formats that can be read and written.")
  static final class FormatsList implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
      for (CalibrationFormat format : Formats.ALL) {
        spec.commandLine().getOut().printf("%-11s %s%n", format.name(), format.about());
      }
      return 0;
    }
  }
}
