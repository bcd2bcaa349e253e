package evpose.training.evaluation;

import evpose.datasets.Take;
import evpose.evaluation.accuracy.JointErrors;
import evpose.events.CropBin;
import evpose.events.window.StepEvents;
import evpose.hybrid.AnnEngine;
import evpose.hybrid.HybridEstimator;
import evpose.hybrid.KeyFrameRule;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.OperationCounts;
import evpose.hybrid.PoseEstimate;
import evpose.hybrid.djl.DjlAnn;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.training.Peak;
import evpose.training.SampleMap;
import evpose.training.Sampler;
import evpose.training.TakeGrid;
import evpose.weights.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Plays whole takes through the hybrid as the stream runs it, once for each policy of key frames,
 * side by side. Scored are the steps that all of them answer, so that all are measured on the same.
 */
final class PolicyBench {
  private final ModelBundle bundle;
  private final List<KeyFrameRule> policies;
  private final int threads;

  PolicyBench(ModelBundle bundle, List<KeyFrameRule> policies, int threads) {
    if (!bundle.description().variant().usesAnn()) {
      throw new IllegalArgumentException("a network without an ANN has no key frames to place");
    }
    this.bundle = bundle;
    this.policies = policies;
    this.threads = threads;
  }

  /** One camera of one take under all policies. */
  private static final class Played {
    final String take;
    final int steps;
    final JointErrors[] errors;
    final JointErrors[] inSight;
    final OperationCounts[] done;
    final long[] keyFrames;
    final long[] answered;
    long common;

    Played(Take take, int steps, int policies) {
      this.take = take.header().subject() + "/" + take.header().movement();
      this.steps = steps;
      errors = new JointErrors[policies];
      inSight = new JointErrors[policies];
      done = new OperationCounts[policies];
      keyFrames = new long[policies];
      answered = new long[policies];
      for (int p = 0; p < policies; p++) {
        errors[p] = new JointErrors();
        inSight[p] = new JointErrors();
        done[p] = OperationCounts.NONE;
      }
    }
  }

  /**
   * @param progress is told how many takes are done
   */
  PolicyResult run(List<Take> takes, IntConsumer progress) throws InterruptedException {
    ModelDescription d = bundle.description();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "policy-bench");
              thread.setDaemon(true);
              return thread;
            });
    List<Played> all = new ArrayList<>();
    try (AnnEngine ann = new DjlAnn(d, bundle.tensors())) {
      SparseWeights weights = new SparseWeights(d, bundle.tensors());
      List<Future<Played>> ahead = new ArrayList<>();
      for (Take take : takes) {
        for (int camera = 0; camera < take.cameras(); camera++) {
          int its = camera;
          ahead.add(pool.submit(() -> play(take, its, ann, weights)));
        }
      }
      int cameras = takes.isEmpty() ? 1 : takes.get(0).cameras();
      for (Future<Played> one : ahead) {
        all.add(get(one));
        progress.accept(all.size() / cameras);
      }
    } finally {
      pool.shutdownNow();
    }
    long every = takes.isEmpty() ? d.stepMicros() : takes.get(0).header().stepMicros();
    return sum(all, takes.size(), every);
  }

  private static Played get(Future<Played> played) throws InterruptedException {
    try {
      return played.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Played play(Take take, int camera, AnnEngine ann, SparseWeights weights) {
    ModelDescription d = bundle.description();
    CropBin map = d.cropBin(Sensors.DAVIS346);
    AnnEngine once = new AnswerOnce(ann, d);
    List<HybridEstimator> estimators = new ArrayList<>();
    for (KeyFrameRule policy : policies) {
      estimators.add(
          new HybridEstimator(
              d,
              once,
              () -> new SparseSnn(weights),
              map,
              policy.ofCamera(0, camera, take.cameras()),
              Runnable::run));
    }
    Sampler sampler = new Sampler(d, Sensors.DAVIS346);
    TakeGrid grid = sampler.grid(take);
    Played played = new Played(take, grid.first(take.steps()), policies.size());
    SampleMap plain = SampleMap.plain(map);
    double[] truth = new double[2 * Take.JOINTS];
    double[] inSight = new double[2 * Take.JOINTS];
    TakeSteps.play(
        take,
        camera,
        d.stepMicros(),
        step -> {
          int its = grid.takeStep((int) step.step());
          if (grid.hasTruth((int) step.step())) {
            sampler.joints(take, camera, its, plain, truth);
            inSight(take, camera, its, inSight);
          } else { // answered and paid for, not scored
            Arrays.fill(truth, Double.NaN);
            Arrays.fill(inSight, Double.NaN);
          }
          score(step, estimators, map, truth, inSight, played);
        });
    return played;
  }

  /** Where the joints are on the sensor, pixels; NaN beside it. */
  private static void inSight(Take take, int camera, int step, double[] out) {
    for (int j = 0; j < Take.JOINTS; j++) {
      double x = take.x(camera, step, j);
      double y = take.y(camera, step, j);
      boolean seen =
          x >= 0 && y >= 0 && x < Sensors.DAVIS346.width() && y < Sensors.DAVIS346.height();
      out[2 * j] = seen ? x : Double.NaN;
      out[2 * j + 1] = seen ? y : Double.NaN;
    }
  }

  private static void score(
      StepEvents step,
      List<HybridEstimator> estimators,
      CropBin map,
      double[] truth,
      double[] inSight,
      Played played) {
    List<PoseEstimate> said = new ArrayList<>();
    for (int p = 0; p < estimators.size(); p++) {
      PoseEstimate estimate = estimators.get(p).accept(step);
      played.answered[p] += estimate.known() ? 1 : 0;
      said.add(estimate);
    }
    if (!said.stream().allMatch(PoseEstimate::known)) {
      return;
    }
    played.common++;
    double[] peak = new double[2];
    int n = map.inputSize();
    for (int p = 0; p < said.size(); p++) {
      PoseEstimate estimate = said.get(p);
      played.done[p] = played.done[p].plus(estimate.operations());
      played.keyFrames[p] += estimate.operations().annMacs() > 0 ? 1 : 0;
      for (int j = 0; j < Take.JOINTS; j++) {
        int plane = j * n * n;
        int cell = Peak.cell(estimate.heatmaps(), plane, n);
        Peak.refine(estimate.heatmaps(), plane, n, cell, peak);
        double x = map.sensorX(peak[0]);
        double y = map.sensorY(peak[1]);
        played.errors[p].joint(
            j, Math.hypot(x - map.sensorX(truth[2 * j]), y - map.sensorY(truth[2 * j + 1])));
        played.inSight[p].joint(j, Math.hypot(x - inSight[2 * j], y - inSight[2 * j + 1]));
      }
      played.errors[p].endPose();
      played.inSight[p].endPose();
    }
  }

  private PolicyResult sum(List<Played> all, int takes, long denseMicros) {
    List<PolicyResult.Row> rows = new ArrayList<>();
    long steps = all.stream().mapToLong(one -> one.common).sum();
    long offered = all.stream().mapToLong(one -> one.steps).sum();
    for (int p = 0; p < policies.size(); p++) {
      double sum = 0;
      long poses = 0;
      double sumInSight = 0;
      long posesInSight = 0;
      long answered = 0;
      long keyFrames = 0;
      OperationCounts done = OperationCounts.NONE;
      Map<String, double[]> perTake = new LinkedHashMap<>();
      for (Played one : all) {
        JointErrors errors = one.errors[p];
        if (errors.poses() > 0) {
          sum += errors.mean() * errors.poses();
          poses += errors.poses();
          double[] its = perTake.computeIfAbsent(one.take, t -> new double[2]);
          its[0] += errors.mean() * errors.poses();
          its[1] += errors.poses();
        }
        if (one.inSight[p].poses() > 0) {
          sumInSight += one.inSight[p].mean() * one.inSight[p].poses();
          posesInSight += one.inSight[p].poses();
        }
        answered += one.answered[p];
        keyFrames += one.keyFrames[p];
        done = done.plus(one.done[p]);
      }
      Map<String, Double> perTakePx = new LinkedHashMap<>();
      perTake.forEach((take, its) -> perTakePx.put(take, its[0] / its[1]));
      rows.add(
          new PolicyResult.Row(
              policies.get(p).name(),
              sum / poses,
              sumInSight / posesInSight,
              perTakePx,
              (double) answered / offered,
              keyFrames,
              done));
    }
    return new PolicyResult(rows, takes, steps, denseMicros, bundle.description());
  }
}
