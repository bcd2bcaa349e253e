package evpose.realism;

import evpose.pose.Skeleton;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two real frames that DHP19's authors printed, with truth and their network's answers: {@code
 * sensorsini_frame_view{0,1}_260x344.npy} and {@code sensorsini_views_gt_pred.csv} in one folder.
 */
public final class RealFrames {
  private static final int HEADER = 128;
  private static final String MAGIC = "\u0093NUMPY";

  /**
   * One frame.
   *
   * @param truth [13][2] column, row
   * @param printed what the authors' network answered, [13][2] column, row
   */
  record Real(Dhp19Frame frame, double[][] truth, double[][] printed) {}

  /**
   * How well a network does.
   *
   * @param px mean error by frame
   * @param pxFromPrinted mean distance from the authors' answers by frame
   */
  public record Score(List<Double> px, List<Double> pxFromPrinted) {}

  private final List<Real> frames = new ArrayList<>();

  /**
   * Reads both.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  public RealFrames(Path folder) throws IOException {
    Path table = folder.resolve("sensorsini_views_gt_pred.csv");
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      if (!line.isBlank() && Character.isDigit(line.charAt(0))) {
        rows.add(line.split(",", -1));
      }
    }
    if (rows.size() != 2 * Skeleton.JOINTS || rows.stream().anyMatch(r -> r.length != 6)) {
      throw new IOException("the table of printed joints has 26 rows of 6 numbers: file=" + table);
    }
    for (int view = 0; view < 2; view++) {
      Dhp19Frame frame = frame(folder.resolve("sensorsini_frame_view" + view + "_260x344.npy"));
      double[][] truth = new double[Skeleton.JOINTS][];
      double[][] printed = new double[Skeleton.JOINTS][];
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        String[] row = rows.get(view * Skeleton.JOINTS + j);
        truth[j] = new double[] {Double.parseDouble(row[3]), Double.parseDouble(row[2])};
        printed[j] = new double[] {Double.parseDouble(row[5]), Double.parseDouble(row[4])};
      }
      frames.add(new Real(frame, truth, printed));
    }
  }

  private static Dhp19Frame frame(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String header =
        new String(bytes, 0, Math.min(HEADER, bytes.length), StandardCharsets.ISO_8859_1);
    int size = Dhp19Frame.ROWS * Dhp19Frame.COLUMNS;
    if (!header.startsWith(MAGIC)
        || !header.contains("(260, 344)")
        || !header.contains("|u1")
        || bytes.length != HEADER + size) {
      throw new IOException("not a NumPy array of uint8 [260][344]: file=" + file);
    }
    byte[] grey = new byte[size];
    System.arraycopy(bytes, HEADER, grey, 0, size);
    return new Dhp19Frame(grey, Dhp19Frame.ROWS, Dhp19Frame.COLUMNS);
  }

  List<Real> frames() {
    return frames;
  }

  /** Lets a network look. */
  public Score score(Tensors weights, int threads) {
    List<Double> px = new ArrayList<>();
    List<Double> fromPrinted = new ArrayList<>();
    try (JointFinder finder = new JointFinder(weights, threads)) {
      for (Real real : frames) {
        double[][] found = finder.find(real.frame());
        px.add(meanDistance(found, real.truth()));
        fromPrinted.add(meanDistance(found, real.printed()));
      }
    }
    return new Score(px, fromPrinted);
  }

  static double meanDistance(double[][] a, double[][] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += Math.hypot(a[j][0] - b[j][0], a[j][1] - b[j][1]);
    }
    return sum / a.length;
  }
}
