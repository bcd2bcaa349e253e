package evpose.realism;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A frame for people: truth as red rings, what the network found as cyan dots, joined by a line.
 */
final class Picture {
  private static final int ZOOM = 3;

  private Picture() {}

  static void write(Path file, Dhp19Frame frame, double[][] truth, double[][] found)
      throws IOException {
    BufferedImage image =
        new BufferedImage(frame.columns() * ZOOM, frame.rows() * ZOOM, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, 0x010101 * frame.grey(y / ZOOM, x / ZOOM));
      }
    }
    Graphics2D pen = image.createGraphics();
    for (int j = 0; j < truth.length; j++) {
      int x = pixel(found[j][0]);
      int y = pixel(found[j][1]);
      pen.setColor(Color.CYAN);
      if (!Double.isNaN(truth[j][0])) {
        pen.drawLine(x, y, pixel(truth[j][0]), pixel(truth[j][1]));
        pen.setColor(Color.RED);
        pen.drawOval(pixel(truth[j][0]) - 5, pixel(truth[j][1]) - 5, 10, 10);
      }
      pen.setColor(Color.CYAN);
      pen.fillOval(x - 3, y - 3, 6, 6);
    }
    pen.dispose();
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this JVM writes no PNG: file=" + file);
    }
  }

  private static int pixel(double place) {
    return (int) ((place + 0.5) * ZOOM);
  }
}
