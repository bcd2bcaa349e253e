package evpose.training;

import evpose.datasets.DatasetFolder;
import evpose.datasets.Split;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The open takes of a run, and which windows are cut from them. */
public final class TakeLibrary {
  /**
   * A window: where its key frame is, in steps of the take; it has {@code windowSteps} of them from
   * there.
   */
  record Window(Take take, int camera, int step) {}

  private static final int TRIES = 1000;

  /** Of DHP19's training subjects 1-12, those from here on are measured with. */
  public static final int FIRST_VALIDATION_SUBJECT = 10;

  private final List<Take> train = new ArrayList<>();
  private final List<Take> validation = new ArrayList<>();
  private final Sampler sampler;
  private final int windowSteps;

  /**
   * @param windowSteps how long the longest window is, in steps of the takes
   */
  TakeLibrary(List<SimulatedTakes.Plan> plans, Sampler sampler, int windowSteps)
      throws IOException {
    this.sampler = sampler;
    this.windowSteps = windowSteps;
    for (SimulatedTakes.Plan plan : plans) {
      (plan.isValidation() ? validation : train).add(open(plan.file()));
    }
  }

  private Take open(Path file) throws IOException {
    Take take = TakeFile.open(file);
    try {
      sampler.requireKeyFrames(take);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return take;
  }

  /** Adds a data set's training people: the last three to measure with, the others to train on. */
  void add(DatasetFolder dataset) throws IOException {
    for (Path file : dataset.files(Split.TRAIN)) {
      Take take = open(file);
      boolean measures = take.header().subject() >= FIRST_VALIDATION_SUBJECT;
      (measures ? validation : train).add(take);
    }
  }

  /**
   * A training window by chance.
   *
   * @throws IllegalStateException when takes have too few events for any key frame
   */
  Window draw(SplittableRandom random) {
    for (int i = 0; i < TRIES; i++) {
      Take take = train.get(random.nextInt(train.size()));
      int camera = random.nextInt(take.cameras());
      int step = 1 + random.nextInt(take.steps() - windowSteps);
      if (sampler.hasKeyFrame(take, camera, step)) {
        return new Window(take, camera, step);
      }
    }
    throw new IllegalStateException(
        "takes have too few events for a key frame, make them longer or livelier: takes="
            + train.size());
  }

  /** Windows to measure with: back to back over the validation takes, thinned out evenly. */
  List<Window> validationWindows(int most) {
    List<Window> all = new ArrayList<>();
    for (Take take : validation) {
      for (int camera = 0; camera < take.cameras(); camera++) {
        for (int step = windowSteps; step + windowSteps <= take.steps(); step += windowSteps) {
          if (sampler.hasKeyFrame(take, camera, step)) {
            all.add(new Window(take, camera, step));
          }
        }
      }
    }
    if (all.isEmpty()) {
      throw new IllegalStateException(
          "the validation takes have too few events for a key frame: takes=" + validation.size());
    }
    return Thinning.evenly(all, most);
  }

  int trainTakes() {
    return train.size();
  }

  int validationTakes() {
    return validation.size();
  }
}
