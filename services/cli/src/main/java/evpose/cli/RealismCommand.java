package evpose.cli;

import evpose.hybrid.djl.CalabreseNetwork;
import evpose.realism.FrameTraining;
import evpose.realism.KerasWeights;
import evpose.realism.RealFrames;
import evpose.realism.Realism;
import evpose.realism.RealismResult;
import evpose.realism.RealismSettings;
import evpose.weights.Safetensors;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How real the simulator is, in both directions. */
@Command(
    name = "realism",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the simulator with the DHP19 authors' network.",
      "--cnn: their weights, learnt on real recordings only, look for joints in simulated frames; exit code 1 when the mean is above"
          + " 8 px or the median above 4.5 px.",
      "--train: the same network learns on simulated frames only and then looks at real ones (--real); the same command goes on where"
          + " it was stopped."
    })
final class RealismCommand implements Callable<Integer> {
  private static final double MOST_MEAN_PX = 8;
  private static final double MOST_MEDIAN_PX = 4.5;
  private static final double MOST_REAL_PX = 12;

  /** Session 2 movement 1, which the two printed real frames show. */
  private static final int WALKING = 8;

  /** Five people are no distribution: so many walk when real frames are compared with. */
  private static final int WALKERS = 40;

  private static final int FRAMES_OF_A_WALKER = 2;

  private final LiveLine liveLine = new LiveLine();

  @Spec CommandSpec spec;

  @Option(
      names = "--cnn",
      paramLabel = "FILE",
      description = "Weights of the judge: the released Keras model, or .safetensors.")
  @Nullable Path cnn;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a JSON report.")
  @Nullable Path report;

  @Option(
      names = "--subjects",
      split = ",",
      defaultValue = "13,14,15,16,17",
      description = "Default: ${DEFAULT-VALUE}.")
  List<Integer> subjects = List.of();

  @Option(names = "--movements", split = ",", description = "0 to 32; default: all.")
  List<Integer> movements = List.of();

  @Option(
      names = "--frames-per-movement",
      defaultValue = "60",
      description = "Each seen by two cameras. Default: ${DEFAULT-VALUE}.")
  int framesPerMovement;

  @Option(
      names = "--seed",
      defaultValue = "" + RealismSettings.PUBLISHED_SEED,
      description = "Default: ${DEFAULT-VALUE}, on which nothing is tuned.")
  long seed;

  @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(names = "--pictures", paramLabel = "DIR", description = "Write a picture of each scene.")
  @Nullable Path pictures;

  @Option(
      names = "--real",
      paramLabel = "DIR",
      description = "The folder of the two printed real frames, to compare with.")
  @Nullable Path real;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Train and write these weights (.safetensors).")
  @Nullable Path train;

  @Option(
      names = "--iterations",
      defaultValue = "3000",
      description = "Of training, eight frames each. Default: ${DEFAULT-VALUE}.")
  long iterations;

  private final Instant startedAt = Instant.now();
  private final long began = System.nanoTime();

  @Override
  public Integer call() throws InterruptedException {
    if ((cnn == null) == (train == null)) {
      throw new ParameterException(spec.commandLine(), "say either --cnn FILE or --train FILE");
    }
    try {
      return train != null ? train(train) : judge(read(cnn));
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private int judge(Tensors tensors) throws IOException, InterruptedException {
    List<Integer> which = new ArrayList<>(movements);
    for (int m = 0; movements.isEmpty() && m < 33; m++) {
      which.add(m);
    }
    Realism realism =
        new Realism(
            new RealismSettings(subjects, which, framesPerMovement, seed, threads),
            tensors,
            pictures);
    int scenes = realism.scenes();
    RealismResult result = realism.look(done -> progress("scenes", done, scenes, ""));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d images, mean %.2f px, median %.2f px%n",
        result.images(),
        result.meanPx(),
        result.medianPx());
    Map<String, Object> report = new LinkedHashMap<>(result.report());
    if (real != null) {
      report.putAll(compare(walkers(tensors), tensors, new RealFrames(real)));
    }
    write(report);
    boolean good = result.meanPx() <= MOST_MEAN_PX && result.medianPx() <= MOST_MEDIAN_PX;
    if (!good) {
      spec.commandLine()
          .getErr()
          .println(
              "evpose: simulated frames are not real enough: wanted are a mean of 8 px and a median of 4.5 px at most");
    }
    return good ? 0 : 1;
  }

  private RealismResult walkers(Tensors judge) throws IOException, InterruptedException {
    List<Integer> people = IntStream.range(0, WALKERS).mapToObj(i -> subjects.get(0) + i).toList();
    Realism realism =
        new Realism(
            new RealismSettings(
                people, List.of(WALKING), WALKERS * FRAMES_OF_A_WALKER, seed, threads),
            judge,
            null);
    return realism.look(done -> progress("walkers", done, WALKERS, ""));
  }

  private Map<String, Object> compare(RealismResult walkers, Tensors judge, RealFrames frames) {
    PrintWriter out = spec.commandLine().getOut();
    RealFrames.Score score = frames.score(judge, threads);
    List<String> outside = Realism.outOfRange(walkers, frames);
    out.printf(
        "on real frames: %s px, from what was printed: %s px%n", score.px(), score.pxFromPrinted());
    outside.forEach(out::println);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("realFramesPx", score.px());
    more.put("realFramesFromPrintedPx", score.pxFromPrinted());
    more.put("walkers", walkers.report().get("frameStatistics"));
    more.put("realOutsideSimulated", outside);
    return more;
  }

  private int train(Path target) throws IOException, InterruptedException {
    Path checkpoint = target.resolveSibling(target.getFileName() + ".checkpoint");
    boolean resumed = Files.exists(checkpoint);
    Tensors from = resumed ? Safetensors.read(checkpoint) : CalabreseNetwork.random(seed);
    @Nullable RealFrames frames = real == null ? null : new RealFrames(real);
    List<Double> px = List.of();
    try (FrameTraining training = new FrameTraining(from, seed, iterations, 8, 1e-3, threads)) {
      if (resumed) {
        training.resume(from);
      }
      double mean = Double.NaN;
      while (training.iteration() < iterations) {
        double loss = training.iterate();
        mean = Double.isNaN(mean) ? loss : Double.isNaN(loss) ? mean : mean + 0.02 * (loss - mean);
        long i = training.iteration();
        if (i % 20 == 0) {
          progress("iterations", i, iterations, String.format(Locale.ROOT, "loss %.4f", mean));
        }
        if (i % 200 == 0 || i == iterations) {
          Safetensors.write(checkpoint, training.checkpoint());
          Safetensors.write(target, training.weights());
          if (frames != null) {
            px = frames.score(training.weights(), threads).px();
            spec.commandLine().getOut().printf(Locale.ROOT, "%non real frames: %s px%n", px);
            spec.commandLine().getOut().flush();
          }
        }
      }
    }
    write(Map.of("iterations", iterations, "realFramesPx", px));
    boolean good = px.stream().allMatch(p -> p <= MOST_REAL_PX);
    if (!good) {
      spec.commandLine()
          .getErr()
          .println(
              "evpose: the network trained on simulated frames misses joints of real people: at most 12 px a frame are wanted");
    }
    return good ? 0 : 1;
  }

  private static Tensors read(@Nullable Path file) throws IOException {
    if (file == null) {
      throw new IOException("no weights were named");
    }
    return file.toString().endsWith(".safetensors")
        ? Safetensors.read(file)
        : KerasWeights.read(file);
  }

  private void progress(String what, long done, long of, String more) {
    double seconds = (System.nanoTime() - began) * 1e-9;
    PrintWriter err = spec.commandLine().getErr();
    liveLine.show(
        err,
        String.format(
            Locale.ROOT,
            "%s %d of %d, %.1f min left %s",
            what,
            done,
            of,
            seconds / done * (of - done) / 60,
            more));
    if (done == of) {
      err.println();
    }
    err.flush();
  }

  private void write(Map<String, ?> results) {
    if (report != null) {
      new Report("realism", startedAt, (System.nanoTime() - began) * 1e-9)
          .with(results)
          .write(report);
    }
  }
}
