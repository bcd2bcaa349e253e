package evpose.cli.compare;

import evpose.messages.RigCamera;
import evpose.pose.Joint;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of a comparison as moving pictures: twenty a second, and curves of error and power.
 * Immutable once made, may be asked by many threads.
 */
public final class Film {
  /** Pictures that are handed out at once. */
  static final int PIECE = 40;

  private static final long PICTURE_MICROS = 50_000;
  private static final long LEAST_CURVE_MICROS = 200_000; // two key frames at 10 Hz
  private static final int MOST_POINTS = 300;

  private final CompareRequest request;
  private final ComparisonReport report;
  private final List<VariantRun> sides;
  private final Truth truth;
  private final EventFilm events;

  /**
   * @param sides A and B; nobody plays them any more
   * @param events in pictures of as many steps
   */
  Film(
      CompareRequest request,
      ComparisonReport report,
      List<VariantRun> sides,
      Truth truth,
      EventFilm events) {
    this.request = request;
    this.report = report;
    this.sides = List.copyOf(sides);
    this.truth = truth;
    this.events = events;
  }

  /** The comparison in numbers. */
  public ComparisonReport report() {
    return report;
  }

  /** Steps from one picture to the next. */
  static int pictureSteps(long stepMicros) {
    return (int) Math.max(1, PICTURE_MICROS / stepMicros);
  }

  private int pictureSteps() {
    return pictureSteps(report.stepMicros());
  }

  private int pictures() {
    return (int) (report.lastStep() / pictureSteps() - report.firstStep() / pictureSteps()) + 1;
  }

  /** The last of the steps that a picture stands for, and whose events it shows. */
  private long stepOf(long picture) {
    return (report.firstStep() / pictureSteps() + picture + 1) * pictureSteps() - 1;
  }

  FilmJson.Setup setup() {
    return new FilmJson.Setup(
        report.rig(),
        Arrays.stream(Joint.values()).map(Joint::label).toList(),
        Skeleton.BONES.stream()
            .map(bone -> List.of(bone.from().ordinal(), bone.to().ordinal()))
            .toList(),
        request.rig().cameras().stream().map(this::camera).toList(),
        stepOf(0),
        report.stepMicros(),
        pictureSteps(),
        pictures(),
        PIECE,
        List.of(named(report.a()), named(report.b())),
        ComparisonText.apart(report),
        ComparisonText.rows(report),
        points(),
        report.energyTable());
  }

  private FilmJson.Camera camera(RigCamera camera) {
    double[] matrix = truth.worldToImage(camera.id());
    return new FilmJson.Camera(
        camera.id(),
        camera.width(),
        camera.height(),
        matrix == null ? null : Arrays.stream(matrix).boxed().toList());
  }

  private static FilmJson.Named named(ComparisonReport.Side side) {
    return new FilmJson.Named(
        side.asked(),
        side.policy(),
        side.model(),
        side.mpjpe3dMm(),
        side.mpjpe2dPx(),
        side.wattsEstimated());
  }

  private List<FilmJson.Point> points() {
    long steps = report.lastStep() - report.firstStep() + 1;
    long least = Math.max(1, LEAST_CURVE_MICROS / report.stepMicros());
    long each = Math.max(least, (steps + MOST_POINTS - 1) / MOST_POINTS);
    List<FilmJson.Point> points = new ArrayList<>();
    for (long at = report.firstStep(); at <= report.lastStep(); at += each) {
      points.add(point(at, at + each));
    }
    return points;
  }

  private FilmJson.Point point(long from, long to) {
    VariantRun a = sides.get(0);
    VariantRun b = sides.get(1);
    Scores apartInImage = new Scores();
    a.views()
        .forEach(
            (camera, track) -> {
              Track other = b.views().get(camera);
              if (other != null) {
                apartInImage.add(track.part(from, to), other.steps());
              }
            });
    return new FilmJson.Point(
        to * report.stepMicros(),
        both(side -> new Scores().add(side.body().part(from, to), truth.jointsInWorldMm()).mean()),
        both(side -> inImage(side, from, to)),
        new Scores().add(a.body().part(from, to), b.body().steps()).mean(),
        apartInImage.mean(),
        both(side -> side.watts(from, to)));
  }

  private @Nullable Double inImage(VariantRun side, long from, long to) {
    Scores scores = new Scores();
    side.views()
        .forEach(
            (camera, track) -> scores.add(track.part(from, to), truth.inImagePx(camera, from, to)));
    return scores.mean();
  }

  private <T extends @Nullable Object> List<T> both(Function<VariantRun, T> asked) {
    List<T> both = new ArrayList<>(); // may hold null
    sides.forEach(side -> both.add(asked.apply(side)));
    return both;
  }

  /** Pictures of one piece of {@link #PIECE}; none past the end. */
  List<FilmJson.Picture> piece(int piece) {
    List<FilmJson.Picture> pictures = new ArrayList<>();
    long first = (long) piece * PIECE;
    for (long n = first; n < Math.min(pictures(), first + PIECE); n++) {
      pictures.add(picture(stepOf(n)));
    }
    return pictures;
  }

  private FilmJson.Picture picture(long step) {
    return new FilmJson.Picture(
        step,
        both(side -> at(side.body().steps(), step)),
        at(truth.jointsInWorldMm(), step),
        request.rig().cameras().stream().map(camera -> view(camera.id(), step)).toList());
  }

  private FilmJson.View view(String camera, long step) {
    NavigableMap<Long, double[]> its =
        truth.inImagePx(camera, Math.max(0, step - pictureSteps() + 1), step + 1);
    return new FilmJson.View(
        camera,
        both(side -> at(side.views().getOrDefault(camera, Track.EMPTY).steps(), step)),
        at(its, step),
        events.at(camera, step * report.stepMicros()));
  }

  /** The newest that is younger than the picture before. */
  private @Nullable List<@Nullable Double> at(NavigableMap<Long, double[]> track, long step) {
    Map.Entry<Long, double[]> newest = track.floorEntry(step);
    boolean fresh = newest != null && newest.getKey() > step - pictureSteps();
    return fresh ? rounded(newest.getValue()) : null;
  }

  private static @Nullable List<@Nullable Double> rounded(double @Nullable [] values) {
    if (values == null) {
      return null;
    }
    List<@Nullable Double> rounded = new ArrayList<>();
    for (double value : values) {
      rounded.add(Double.isFinite(value) ? Math.round(value * 10) / 10.0 : null);
    }
    return rounded;
  }
}
