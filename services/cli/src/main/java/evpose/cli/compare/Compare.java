package evpose.cli.compare;

import evpose.cli.audit.Watched;
import evpose.evaluation.energy.EnergyTable;
import evpose.events.EventPacket;
import evpose.pose.Joint;
import evpose.streaming.KafkaAccess;
import evpose.streaming.LogScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs two sides on the same packets.
 *
 * <pre>
 *   events --+--> A: 2D poses, 3D poses --+--> errors against the truth, jitter, operations, watts
 *            '--> B: 2D poses, 3D poses --'--> how far they are apart
 * </pre>
 */
public final class Compare {
  /** Both sides' joints stay in memory: 4 cameras at 100 Hz for half an hour. */
  static final long MOST_ANSWERS = 720_000;

  private final CompareRequest request;
  private final VariantRun a;
  private final VariantRun b;
  private final EventFilm events;

  private Compare(CompareRequest request, VariantRun a, VariantRun b) {
    long stepMicros = request.rig().stepMicros();
    this.events = new EventFilm(Film.pictureSteps(stepMicros) * stepMicros);
    this.request = request;
    this.a = a;
    this.b = b;
  }

  /**
   * Compares.
   *
   * @throws IllegalArgumentException when a model or a setting does not exist; says what to do
   * @throws IllegalStateException when the log cannot be read or is too long; says what to do
   */
  public static Film run(CompareRequest request, Watched watched) {
    try (LogScan scan = new LogScan(KafkaAccess.of(request.bootstrap()));
        VariantRun a = new VariantRun(request, request.a());
        VariantRun b = new VariantRun(request, request.b())) {
      Compare compare = new Compare(request, a, b);
      compare.play(scan, watched);
      Truth truth = Truth.read(scan, request);
      return new Film(request, compare.report(truth), List.of(a, b), truth, compare.events);
    }
  }

  private void play(LogScan scan, Watched watched) {
    long step = request.rig().stepMicros();
    long reach = Math.max(a.reachSteps(), b.reachSteps());
    long from = Math.max(0, request.fromStep() - reach) * step;
    long to = request.toStep() > Long.MAX_VALUE / step ? Long.MAX_VALUE : request.toStep() * step;
    new PacketRounds(request.rig(), scan)
        .read(
            from,
            to,
            new PacketRounds.Taker() {
              @Override
              public void packet(int partition, EventPacket packet) {
                a.accept(partition, packet);
                b.accept(partition, packet);
                events.add(packet);
              }

              @Override
              public void roundEnds(long done, long all) {
                a.meet();
                b.meet();
                requireRoom();
                watched.at("packets", done, all);
              }
            });
  }

  private void requireRoom() {
    long answers = a.views().values().stream().mapToLong(t -> t.steps().size()).sum();
    if (answers > MOST_ANSWERS) {
      throw new IllegalStateException(
          "that is more than is held at once, compare a part of it with --from and --to: most 2D"
              + " poses="
              + MOST_ANSWERS);
    }
  }

  private ComparisonReport report(Truth truth) {
    TreeMap<Long, Boolean> both = new TreeMap<>();
    a.views()
        .forEach(
            (camera, track) -> {
              Track other = b.views().get(camera);
              track
                  .steps()
                  .keySet()
                  .forEach(
                      step -> {
                        if (other != null && other.steps().containsKey(step)) {
                          both.put(step, true);
                        }
                      });
            });
    return new ComparisonReport(
        request.rig().rig(),
        both.isEmpty() ? -1 : both.firstKey(),
        both.isEmpty() ? -1 : both.lastKey(),
        both.size(),
        request.rig().stepMicros(),
        request.rig().cameras().size(),
        Arrays.stream(Joint.values()).map(Joint::label).toList(),
        side(a, truth),
        side(b, truth),
        between(),
        EnergyTable.FP32_7NM.name(),
        Motion.of(
            a.body().steps(),
            b.body().steps(),
            truth.jointsInWorldMm(),
            request.rig().stepMicros()));
  }

  private ComparisonReport.Side side(VariantRun run, Truth truth) {
    Scores in2d = new Scores();
    run.views().forEach((camera, track) -> in2d.add(track, truth.inImagePx(camera)));
    Scores in3d = new Scores().add(run.body(), truth.jointsInWorldMm());
    double macs = 0;
    double acs = 0;
    for (VariantRun.Operations its : run.operations().values()) {
      double seconds = its.steps * request.rig().stepMicros() * 1e-6;
      macs += its.macs / seconds;
      acs += its.acs / seconds;
    }
    return new ComparisonReport.Side(
        run.variant().text(),
        run.model(),
        run.policy(),
        run.views().values().stream().mapToLong(t -> t.steps().size()).sum(),
        run.body().steps().size(),
        in2d.mean(),
        in3d.mean(),
        in2d.joints(),
        in3d.joints(),
        Scores.orNull(run.body().restlessness()),
        Scores.orNull(run.body().accelerationError(truth.jointsInWorldMm())),
        macs * 1e-9,
        acs * 1e-9,
        EnergyTable.FP32_7NM.joules(macs, acs),
        Map.copyOf(run.refused()));
  }

  private ComparisonReport.Between between() {
    Scores in2d = new Scores();
    long equal = 0;
    long compared = 0;
    for (Map.Entry<String, Track> view : a.views().entrySet()) {
      Track other = b.views().get(view.getKey());
      if (other != null) {
        in2d.add(view.getValue(), other.steps());
        for (Map.Entry<Long, double[]> step : view.getValue().steps().entrySet()) {
          double[] its = other.steps().get(step.getKey());
          compared += its == null ? 0 : 1;
          equal += its != null && Arrays.equals(its, step.getValue()) ? 1 : 0;
        }
      }
    }
    Scores in3d = new Scores().add(a.body(), b.body().steps());
    return new ComparisonReport.Between(
        compared == 0 ? null : (double) equal / compared,
        in2d.mean(),
        in3d.mean(),
        in3d.largest(),
        in2d.joints(),
        in3d.joints(),
        perSecond());
  }

  /** Mean 3D distance of the two in each second of data time. */
  private List<@Nullable Double> perSecond() {
    List<@Nullable Double> seconds = new ArrayList<>();
    NavigableMap<Long, double[]> steps = a.body().steps();
    if (steps.isEmpty()) {
      return seconds;
    }
    long rate = 1_000_000 / request.rig().stepMicros();
    for (long at = steps.firstKey(); at <= steps.lastKey(); at += rate) {
      seconds.add(new Scores().add(a.body().part(at, at + rate), b.body().steps()).mean());
    }
    return seconds;
  }
}
