package evpose.training;

import evpose.camera.CameraRig;
import evpose.datasets.SimulatedScene;
import evpose.datasets.TakeFile;
import evpose.simulation.Motion;
import evpose.simulation.Movements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The plan of takes and who makes them: which people do which movements, each take a function of
 * its subject and movement alone. Making goes on where it was stopped, since a take that lies in
 * the folder is not made again.
 */
final class SimulatedTakes {
  /** Training people have these seeds, from here on. */
  static final int FIRST_TRAIN_SUBJECT = 10_000;

  /** People to measure with; no training run ever sees them. */
  static final int FIRST_VALIDATION_SUBJECT = 20_000;

  /** What a take's header has for a movement that is none of the 33. */
  static final int IMPROVISED = Movements.COUNT;

  /** A truth every 10 ms, as DHP19 has it, whatever the network's step is. */
  static final int STEP_MICROS = 10_000;

  /** In the names of files that carry frames: takes of the same events without them are others. */
  private static final String WITH_FRAMES = "-grey";

  /**
   * One take to be.
   *
   * @param seed of its scene, and of its motion where that is improvised
   * @param frames whether it carries grey frames; they change no event
   */
  record Plan(Path file, int subject, int movement, long seed, int steps, boolean frames) {
    boolean isValidation() {
      return subject >= FIRST_VALIDATION_SUBJECT;
    }
  }

  private SimulatedTakes() {}

  /**
   * All takes of a run, those to measure with first; a data set brings its own.
   *
   * @param frames whether they carry grey frames
   */
  static List<Plan> plan(TrainingSettings.Data data, boolean frames) {
    List<Plan> plans = new ArrayList<>();
    if (data.dataset().isEmpty()) {
      int steps = (int) Math.round(data.validationSecondsPerTake() * 1e6 / STEP_MICROS);
      add(plans, data, FIRST_VALIDATION_SUBJECT, data.validationSubjects(), steps, frames);
    }
    int steps = (int) Math.round(data.secondsPerTake() * 1e6 / STEP_MICROS);
    add(plans, data, FIRST_TRAIN_SUBJECT, data.trainSubjects(), steps, frames);
    for (int k = 0; k < data.improvisedTakes(); k++) {
      for (int i = 0; i < data.trainSubjects(); i++) {
        int subject = FIRST_TRAIN_SUBJECT + i;
        String name = String.format(Locale.ROOT, "s%d-improvised%02d-%d", subject, k, steps);
        long seed = 1_000_000L * (k + 1) + subject;
        Path file = file(data, name, frames);
        plans.add(new Plan(file, subject, IMPROVISED, seed, steps, frames));
      }
    }
    return plans;
  }

  private static void add(
      List<Plan> plans,
      TrainingSettings.Data data,
      int first,
      int subjects,
      int steps,
      boolean frames) {
    for (int k = 0; k < data.movements(); k++) {
      for (int i = 0; i < subjects; i++) {
        int movement = (7 * i + k * Movements.COUNT / data.movements()) % Movements.COUNT;
        String name = String.format(Locale.ROOT, "s%d-m%02d-%d", first + i, movement, steps);
        long seed = 100L * (first + i) + movement;
        Path file = file(data, name, frames);
        plans.add(new Plan(file, first + i, movement, seed, steps, frames));
      }
    }
  }

  private static Path file(TrainingSettings.Data data, String name, boolean frames) {
    return Path.of(data.folder(), name + (frames ? WITH_FRAMES : "") + ".take");
  }

  /**
   * Makes the takes that are missing.
   *
   * @return whether all are there; false when it was asked to stop
   */
  static boolean make(List<Plan> plans, CameraRig rig, int threads, Progress progress, Stop stop)
      throws IOException, InterruptedException {
    List<Plan> missing = new ArrayList<>();
    for (Plan plan : plans) {
      Files.createDirectories(plan.file().toAbsolutePath().getParent());
      if (!Files.exists(plan.file())) {
        missing.add(plan);
      }
    }
    if (missing.isEmpty()) {
      return true;
    }
    Makers makers = new Makers(missing, rig, progress, stop);
    return makers.run(threads);
  }

  /** Several threads that share a list of plans. */
  private static final class Makers {
    private final List<Plan> missing;
    private final CameraRig rig;
    private final Progress progress;
    private final Stop stop;
    private int next;
    private int done;
    private @Nullable IOException failure;

    Makers(List<Plan> missing, CameraRig rig, Progress progress, Stop stop) {
      this.missing = missing;
      this.rig = rig;
      this.progress = progress;
      this.stop = stop;
    }

    boolean run(int threads) throws IOException, InterruptedException {
      progress.begin("takes");
      List<Thread> crew = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread maker = new Thread(this::work, "take-maker-" + i);
        maker.setDaemon(true);
        maker.start();
        crew.add(maker);
      }
      for (Thread maker : crew) {
        maker.join();
      }
      synchronized (this) {
        if (failure != null) {
          throw failure;
        }
        return done == missing.size();
      }
    }

    private void work() {
      for (Plan plan = take(); plan != null; plan = take()) {
        try {
          record(plan, rig);
        } catch (IOException e) {
          fail(e);
          return;
        }
        finished();
      }
    }

    private synchronized @Nullable Plan take() {
      boolean more = next < missing.size() && failure == null && !stop.requested();
      return more ? missing.get(next++) : null;
    }

    private synchronized void fail(IOException e) {
      failure = e;
    }

    private synchronized void finished() {
      done++;
      progress.at(done, (double) done / missing.size(), "of " + missing.size() + " takes");
    }
  }

  private static void record(Plan plan, CameraRig rig) throws IOException {
    Motion motion =
        plan.movement() == IMPROVISED
            ? Movements.improvised(plan.seed())
            : Movements.of(plan.movement(), plan.subject());
    TakeFile.record(
        plan.file(),
        plan.subject(),
        plan.movement(),
        STEP_MICROS,
        plan.steps(),
        rig,
        plan.frames()
            ? SimulatedScene.withFrames(rig, motion, plan.subject(), plan.seed())
            : new SimulatedScene(rig, motion, plan.subject(), plan.seed()));
  }
}
