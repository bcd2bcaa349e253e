package evpose.cli;

import evpose.allinone.AllInOneSettings;
import evpose.hybrid.ModelDescription;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What demo and serve have in common: where the house stands and which doors it opens, all of them
 * on 127.0.0.1.
 */
final class HouseOptions {
  private static final int MIN_SHED_MILLIS = 50;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "The page's port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--broker-port",
      paramLabel = "P",
      defaultValue = "19092",
      description = "Kafka's port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  int brokerPort;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = "",
      description = "Use a Kafka that runs already, host:port, instead of starting one.")
  String bootstrap = "";

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description =
          "Keep the broker's data here; a later run goes on with it. Without it a new directory is"
              + " made and deleted at the end.")
  @Nullable Path dataDir;

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "A shipped preset, or the .json of a trained model. Default: compact; where --rate is 200,"
              + " compact-200hz.")
  @Nullable String model;

  @Option(
      names = "--key-frame-delay",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "An ANN's answer counts N steps after its key frame, 0 to 100. More: time for a slow ANN,"
              + " and poses that rest on an older key frame. Default: ${DEFAULT-VALUE}, it then has"
              + " the time of one step.")
  int keyFrameDelay;

  @Option(
      names = "--exactly-once",
      description =
          "Poses travel in Kafka's transactions: each is on the log once, and comes some 40 ms"
              + " later. Default: at least once; what comes again is equal.")
  boolean exactlyOnce;

  @Option(
      names = "--shed-after",
      paramLabel = "MS",
      defaultValue = "0",
      description =
          "A camera that is farther behind gives up whole steps, the oldest first, and says so on"
              + " the log; needs --exactly-once. 0 never gives up. Default: ${DEFAULT-VALUE}.")
  int shedAfter;

  @Option(
      names = "--triangulator",
      paramLabel = "T",
      defaultValue = "robust",
      description =
          "Who places joints in the room: robust, rays (the paper's ray intersection), dlt, or"
              + " learned (a network that looks 0.8 s back; for two cameras that stand as DHP19's"
              + " cam2 and cam3). Default: ${DEFAULT-VALUE}.")
  String triangulator = "robust";

  private @Nullable Path temporary;

  AllInOneSettings settings() {
    if (shedAfter != 0 && (shedAfter < MIN_SHED_MILLIS || !exactlyOnce)) {
      throw new Failure(
          "--shed-after is 0 or "
              + MIN_SHED_MILLIS
              + " and more, with --exactly-once: --shed-after="
              + shedAfter
              + (exactlyOnce ? "" : ", without --exactly-once"));
    }
    return new AllInOneSettings(
        directory(),
        bootstrap,
        brokerPort,
        port,
        model == null ? ShippedModels.USUAL : model,
        keyFrameDelay,
        exactlyOnce,
        shedAfter,
        triangulator);
  }

  /**
   * Whether the model's ANN looks at frames; no for one that cannot be read, which is said later.
   */
  boolean looksAtFrames() {
    return model != null && looksAtFrames(model); // what is chosen else looks at events
  }

  /** The same of any model. */
  static boolean looksAtFrames(String model) {
    try {
      return description(model).looksAtFrames();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static ModelDescription description(String model) throws IOException {
    if (model.endsWith(".json")) {
      return ModelBundle.description(Path.of(model));
    }
    return model.endsWith(".safetensors")
        ? ModelBundle.description(ModelBundle.descriptionBeside(Path.of(model)))
        : ModelBundle.shipped(model).description();
  }

  private Path directory() {
    try {
      if (dataDir != null) {
        return Files.createDirectories(dataDir);
      }
      temporary = Files.createTempDirectory("evpose-");
      return temporary;
    } catch (IOException e) {
      throw new Failure(
          "the data directory cannot be used: --data-dir=" + dataDir + ", cause=" + e, e);
    }
  }

  /** Deletes the directory, if it was made for this run only. */
  void tidy() {
    if (temporary == null) {
      return;
    }
    try (var files = Files.walk(temporary)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new Failure(
          "a temporary directory could not be deleted: directory=" + temporary + ", cause=" + e, e);
    }
  }
}
