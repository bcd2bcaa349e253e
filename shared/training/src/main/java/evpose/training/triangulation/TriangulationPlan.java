package evpose.training.triangulation;

import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run that learns to triangulate, as its JSON file says it; what the file leaves out is as in
 * {@link #defaults}.
 *
 * @param name of the run; its checkpoints lie in {@code runs/name}
 * @param seed of weights, samples and what dropout leaves out
 * @param threads that one operation of the native library may use
 * @param runs directory for checkpoints and exports; not in version control
 * @param estimates a folder that {@code evpose dataset poses} filled
 * @param startFrom a .safetensors file to start from, or empty for random weights
 * @param validationSubjects people to measure with; of the others all below 13 are trained on
 * @param width channels inside the network
 * @param blocks 4 looks back 243 steps, 3 looks back 81, 2 looks back 27
 * @param answer {@code pose} as in the paper, or {@code blend}, see {@link
 *     TemporalDescription.Answer}
 * @param iterations budget; the run ends when either budget is used up
 * @param minutes budget of training time, 0 for none. With one, a run is no longer the same on
 *     every machine
 * @param batch windows an iteration
 * @param learningRate of Adam after the warm-up; follows a cosine down
 * @param warmUp share of the run in which the learning rate rises
 * @param lastShare of the learning rate at the end
 * @param dropout share of values left out
 * @param disguise whether windows show other bodies, turned and elsewhere, see {@link Disguise}
 * @param gradientNorm a longer gradient is shortened to this; 0 for never
 * @param everyMinutes between two measurements, each with a checkpoint
 * @param windows to measure with at most
 */
public record TriangulationPlan(
    String name,
    long seed,
    int threads,
    String runs,
    String estimates,
    String startFrom,
    List<Integer> validationSubjects,
    int width,
    int blocks,
    String answer,
    int iterations,
    double minutes,
    int batch,
    double learningRate,
    double warmUp,
    double lastShare,
    double dropout,
    boolean disguise,
    double gradientNorm,
    double everyMinutes,
    int windows) {
  private static final int VIEWS = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public TriangulationPlan {
    require(name.matches("[A-Za-z0-9._-]{1,64}"), "name must be of letters, digits, . _ -", name);
    require(threads >= 1 && threads <= 64, "threads must be in [1, 64]", threads);
    require(!validationSubjects.isEmpty(), "validationSubjects must name somebody", "[]");
    require(
        answer.equals("pose") || answer.equals("blend"), "answer must be pose or blend", answer);
    require(iterations >= 0, "iterations must not be negative", iterations);
    require(minutes >= 0, "minutes must not be negative", minutes);
    require(batch >= 2 && batch <= 4096, "batch must be in [2, 4096]", batch);
    require(learningRate > 0 && learningRate < 1, "learningRate must be in (0, 1)", learningRate);
    require(warmUp >= 0 && warmUp < 1, "warmUp must be in [0, 1)", warmUp);
    require(lastShare >= 0 && lastShare <= 1, "lastShare must be in [0, 1]", lastShare);
    require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1)", dropout);
    require(gradientNorm >= 0, "gradientNorm must not be negative", gradientNorm);
    require(everyMinutes > 0, "everyMinutes must be positive", everyMinutes);
    require(windows >= 1, "windows must be at least 1", windows);
    validationSubjects = List.copyOf(validationSubjects);
  }

  private static void require(boolean rule, String sentence, Object value) {
    if (!rule) {
      throw new IllegalArgumentException("triangulation plan: " + sentence + ": value=" + value);
    }
  }

  /** Half an hour on one core. */
  public static TriangulationPlan defaults() {
    return new TriangulationPlan(
        "triangulation",
        2022,
        1,
        "runs",
        "data/poses",
        "",
        List.of(10, 11, 12),
        64,
        4,
        "blend",
        200_000,
        30,
        64,
        1e-3,
        0.03,
        0.02,
        0.1,
        true,
        1,
        3,
        1000);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming file and key that do not fit
   */
  public static TriangulationPlan read(Path file) throws IOException {
    try {
      JsonNode given = JSON.readTree(Files.readAllBytes(file));
      if (!(given instanceof ObjectNode object)) {
        throw new IllegalArgumentException(file + ": a triangulation plan is a JSON object");
      }
      ObjectNode all = JSON.valueToTree(defaults());
      object.properties().forEach(property -> all.set(property.getKey(), property.getValue()));
      return JSON.treeToValue(all, TriangulationPlan.class);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException rule ? rule : e;
      String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(file + ": " + first, e);
    }
  }

  TemporalDescription description() {
    return new TemporalDescription(
        TemporalInput.channels(VIEWS),
        TemporalInput.pointChannels(VIEWS),
        width,
        blocks,
        TemporalDescription.Answer.valueOf(answer.toUpperCase(Locale.ROOT)));
  }

  Path runDirectory() {
    return Path.of(runs, name);
  }
}
