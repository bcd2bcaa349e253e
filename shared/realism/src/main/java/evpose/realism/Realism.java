package evpose.realism;

import evpose.pose.Skeleton;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Lets a network look for joints in simulated frames. */
public final class Realism {
  /** The cameras that DHP19 publishes numbers of. */
  private static final int[] CAMERAS = {2, 3};

  private final RealismSettings settings;
  private final Tensors judge;
  private final @Nullable Path pictures;

  /**
   * @param judge weights of the network that looks
   * @param pictures a folder for the first frame of each scene with joints marked, or null
   */
  public Realism(RealismSettings settings, Tensors judge, @Nullable Path pictures) {
    this.settings = settings;
    this.judge = judge;
    this.pictures = pictures;
  }

  /** Scenes that will be looked at. */
  public int scenes() {
    return settings.subjects().size() * settings.movements().size();
  }

  /**
   * Looks at everything.
   *
   * @param sceneDone hears the number of scenes done; called by several threads, one at a time
   * @throws IOException when a picture cannot be written
   */
  public RealismResult look(IntConsumer sceneDone) throws IOException, InterruptedException {
    if (pictures != null) {
      Files.createDirectories(pictures);
    }
    RealismResult result = new RealismResult();
    ExecutorService crew = Executors.newFixedThreadPool(settings.threads());
    try {
      List<Future<?>> scenes = new ArrayList<>();
      int[] done = {0};
      for (int subject : settings.subjects()) {
        for (int movement : settings.movements()) {
          scenes.add(
              crew.submit(
                  () -> {
                    result.add(scene(subject, movement));
                    synchronized (done) {
                      sceneDone.accept(++done[0]);
                    }
                    return null;
                  }));
        }
      }
      for (Future<?> scene : scenes) {
        scene.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    } finally {
      crew.shutdownNow();
    }
    return result;
  }

  private List<RealismResult.Seen> scene(int subject, int movement) throws IOException {
    SimulatedFrames frames =
        new SimulatedFrames(
            movement, settings.subjectSeed(subject), settings.sceneSeed(subject, movement));
    frames.next(); // the filter has seen nothing before, so the first frame is not like others
    List<RealismResult.Seen> seen = new ArrayList<>();
    try (JointFinder finder = new JointFinder(judge, 1)) {
      for (int i = 0; i < settings.framesPerSubject(); i++) {
        SimulatedFrames.Frame frame = frames.next();
        for (int camera : CAMERAS) {
          Dhp19Frame image = frame.images().get(camera);
          double[][] found = finder.find(image);
          double[][] truth = frame.joints()[camera];
          seen.add(
              new RealismResult.Seen(
                  subject, movement, i, camera, minus(found, truth), image, frame.micros()));
          if (pictures != null && i == 0) {
            String name =
                String.format(Locale.ROOT, "s%d-m%02d-cam%d.png", subject, movement, camera);
            Picture.write(pictures.resolve(name), image, truth, found);
          }
        }
      }
    }
    return seen;
  }

  private static double[][] minus(double[][] a, double[][] b) {
    double[][] difference = new double[Skeleton.JOINTS][2];
    for (int j = 0; j < difference.length; j++) {
      difference[j][0] = a[j][0] - b[j][0];
      difference[j][1] = a[j][1] - b[j][1];
    }
    return difference;
  }

  /**
   * Whether real frames lie within the middle 90 % of simulated walking, in words; empty when they
   * do.
   */
  public static List<String> outOfRange(RealismResult result, RealFrames real) {
    List<String> complaints = new ArrayList<>();
    double[][] ranges = result.walkingRanges();
    for (int view = 0; view < real.frames().size(); view++) {
      double[] numbers = RealismResult.numbers(real.frames().get(view).frame());
      for (int i = 0; i < numbers.length; i++) {
        if (!(numbers[i] >= ranges[i][0] && numbers[i] <= ranges[i][1])) {
          complaints.add(
              String.format(
                  Locale.ROOT,
                  "real view %d: %s %.3f, simulated 5-95 %%: %.3f to %.3f",
                  view,
                  i == 0 ? "active pixels" : "grey range " + i + " of " + (numbers.length - 1),
                  numbers[i],
                  ranges[i][0],
                  ranges[i][1]));
        }
      }
    }
    return complaints;
  }
}
