package evpose.simulation;

import evpose.camera.Dhp19Rig;
import evpose.events.EventBuffer;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * Draws simulated frames beside real ones, to be looked at: frames as DHP19 makes them, 30 000
 * events of all four cameras after the background filter, scaled to three deviations; channels 3
 * and 2, one column a subject.
 *
 * <p>{@code java -cp ... evpose.simulation.FrameSheet out.png folder-with-real-pngs movement
 * subject...}
 */
final class FrameSheet {
  private static final int EVENTS = 30_000;
  private static final long SUPPORT_MICROS = 70_000;
  private static final int SCALE = 3;
  private static final int LEFT = 70;
  private static final int WIDTH = 200;
  private static final int HEIGHT = 250;
  private static final int SETTLE_STEPS = 30;

  private FrameSheet() {}

  public static void main(String[] args) throws IOException {
    int movement = Integer.parseInt(args[2]);
    int columns = args.length - 2;
    BufferedImage sheet =
        new BufferedImage(
            columns * WIDTH * SCALE, 2 * HEIGHT * SCALE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = sheet.createGraphics();
    for (int view = 0; view < 2; view++) {
      File real = Path.of(args[1], "sensorsini_frame_view" + view + "_260x344.png").toFile();
      paint(g, ImageIO.read(real), 0, view);
    }
    for (int column = 1; column < columns; column++) {
      long subject = Long.parseLong(args[column + 2]);
      SimulatorSettings settings =
          SimulatorSettings.of(Dhp19Rig.rig(), Movements.of(movement, subject), subject, subject);
      int[][] frame = frame(new Simulator(settings));
      paint(g, image(frame[3]), column, 0);
      paint(g, image(frame[2]), column, 1);
      System.out.println(
          "subject " + subject + ": active " + active(frame[3]) + ", " + active(frame[2]));
    }
    ImageIO.write(sheet, "png", new File(args[0]));
  }

  private static int[][] frame(Simulator simulator) {
    int[][] counts = new int[4][Dhp19Rig.WIDTH * Dhp19Rig.HEIGHT];
    long[][] last = new long[4][Dhp19Rig.WIDTH * Dhp19Rig.HEIGHT];
    for (long[] row : last) {
      Arrays.fill(row, -SUPPORT_MICROS - 1);
    }
    int kept = 0;
    while (kept < EVENTS) {
      SimulatedStep step = simulator.next();
      for (int c = 0; c < 4; c++) {
        int now = supported(step.events().get(c), counts[c], last[c], step.step() >= SETTLE_STEPS);
        kept += now;
      }
    }
    return counts;
  }

  private static int supported(EventBuffer events, int[] counts, long[] last, boolean count) {
    int kept = 0;
    for (int i = 0; i < events.size(); i++) {
      int x = events.x(i);
      int y = events.y(i);
      int pixel = y * Dhp19Rig.WIDTH + x;
      if (count && events.micros(i) - last[pixel] <= SUPPORT_MICROS) {
        counts[pixel]++;
        kept++;
      }
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int nx = x + dx;
          int ny = y + dy;
          boolean inside = nx >= 0 && nx < Dhp19Rig.WIDTH && ny >= 0 && ny < Dhp19Rig.HEIGHT;
          if (inside && (dx != 0 || dy != 0)) {
            last[ny * Dhp19Rig.WIDTH + nx] = events.micros(i);
          }
        }
      }
    }
    return kept;
  }

  private static long active(int[] counts) {
    return Arrays.stream(counts).filter(n -> n > 0).count();
  }

  private static BufferedImage image(int[] counts) {
    double sigma = deviation(counts);
    BufferedImage image =
        new BufferedImage(Dhp19Rig.WIDTH, Dhp19Rig.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < counts.length; i++) {
      int grey = (int) Math.min(255, 255 * counts[i] / (3 * sigma));
      image.getRaster().setSample(i % Dhp19Rig.WIDTH, i / Dhp19Rig.WIDTH, 0, grey);
    }
    return image;
  }

  private static double deviation(int[] counts) {
    double[] active = Arrays.stream(counts).filter(n -> n > 0).asDoubleStream().toArray();
    double mean = Arrays.stream(active).average().orElse(0);
    double square = Arrays.stream(active).map(n -> (n - mean) * (n - mean)).sum();
    return Math.max(1e-3, Math.sqrt(square / Math.max(1, active.length - 1)));
  }

  private static void paint(Graphics2D g, BufferedImage image, int column, int row) {
    int x = column * WIDTH * SCALE;
    int y = row * HEIGHT * SCALE;
    int right = x + WIDTH * SCALE;
    int bottom = y + HEIGHT * SCALE;
    g.drawImage(image, x, y, right, bottom, LEFT, 5, LEFT + WIDTH, 5 + HEIGHT, null);
  }
}
