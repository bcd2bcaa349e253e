package evpose.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code evpose} command. */
@Command(
    name = "evpose",
    description = "Real-time multi-camera 3D human pose from event cameras, as a stream on Kafka.",
    mixinStandardHelpOptions = true,
    versionProvider = Evpose.Version.class,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      InfoCommand.class,
      ConvertCommand.class,
      CleanCommand.class,
      ReplayCommand.class,
      RecordCommand.class,
      ListenCommand.class,
      RigCommand.class,
      AclCommand.class,
      CalibrationCommand.class,
      ExportCommand.class,
      DoctorCommand.class,
      CompareCommand.class,
      StreamCommand.class,
      VerifyCommand.class,
      ChaosCommand.class,
      RunCommand.class,
      LettersCommand.class,
      DatasetCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PaperCommand.class,
      WeightsCommand.class,
      RealismCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {"", "Start with: evpose demo", "Each command explains itself: evpose COMMAND --help"})
public final class Evpose implements Runnable {
  @Spec CommandSpec spec;

  private Evpose() {}

  public static void main(String[] arguments) {
    // Tomcat speaks through the JDK's logging; its greetings are nobody's concern here
    java.util.logging.LogManager.getLogManager()
        .getLogger("")
        .setLevel(java.util.logging.Level.WARNING);
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    CommandLine line = new CommandLine(new Evpose());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Evpose::explain);
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof Failure failure) {
      line.getErr().println("evpose: " + failure.getMessage());
      return 1;
    }
    throw e; // a bug: show where
  }

  /** The version, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"evpose " + text()};
    }

    static String text() {
      String version = Evpose.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}
