package evpose.simulation;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.events.EventBuffer;
import evpose.pose.Skeleton;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Draws what the simulated cameras see, to be looked at: events of 80 ms as grey (both polarities
 * counted, as in DHP19's own frames), the labelled joints on top, one row a movement and one column
 * a camera.
 *
 * <p>{@code java -cp ... evpose.simulation.ContactSheet out.png subject movement...}; a movement is
 * a number, {@code improvised:seed}, or a BVH file with {@code @seconds} behind it.
 */
final class ContactSheet {
  private static final int STEPS = 8;
  private static final int SCALE = 2;

  private ContactSheet() {}

  public static void main(String[] args) throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    long subject = Long.parseLong(args[1]);
    int rows = args.length - 2;
    BufferedImage sheet =
        new BufferedImage(
            Dhp19Rig.WIDTH * SCALE * rig.cameras().size(),
            Dhp19Rig.HEIGHT * SCALE * rows,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    for (int row = 0; row < rows; row++) {
      String what = args[row + 2];
      double from = 1;
      Motion motion;
      if (what.contains("@")) {
        String[] parts = what.split("@");
        from = Double.parseDouble(parts[1]);
        motion = CapturedMotion.open(Path.of(parts[0]));
      } else if (what.startsWith("improvised:")) {
        motion = Movements.improvised(Long.parseLong(what.substring("improvised:".length())));
      } else {
        motion = Movements.of(Integer.parseInt(what), subject);
      }
      Simulator simulator =
          new Simulator(SimulatorSettings.of(rig, motion, subject, subject + row));
      int[][] counts = new int[rig.cameras().size()][Dhp19Rig.WIDTH * Dhp19Rig.HEIGHT];
      SimulatedStep step = simulator.next();
      while (step.step() < from * 100) {
        step = simulator.next();
      }
      double[] joints = step.jointsInWorldMm().clone();
      for (int i = 0; i < STEPS; i++) {
        count(step, counts);
        if (i == STEPS / 2) {
          joints = step.jointsInWorldMm().clone();
        }
        step = simulator.next();
      }
      for (int c = 0; c < rig.cameras().size(); c++) {
        int left = c * Dhp19Rig.WIDTH * SCALE;
        int top = row * Dhp19Rig.HEIGHT * SCALE;
        paint(sheet, counts[c], left, top);
        joints(g, rig.cameras().get(c), joints, left, top);
        g.setColor(Color.GRAY);
        g.drawRect(left + 34 * SCALE, top + 2 * SCALE, 256 * SCALE, 256 * SCALE);
        g.drawString(motion.name() + ", " + rig.cameras().get(c).id(), left + 4, top + 14);
      }
    }
    ImageIO.write(sheet, "png", new File(args[0]));
  }

  private static void count(SimulatedStep step, int[][] counts) {
    for (int c = 0; c < counts.length; c++) {
      EventBuffer events = step.events().get(c);
      for (int i = 0; i < events.size(); i++) {
        counts[c][events.y(i) * Dhp19Rig.WIDTH + events.x(i)]++;
      }
    }
  }

  private static void paint(BufferedImage sheet, int[] counts, int left, int top) {
    for (int y = 0; y < Dhp19Rig.HEIGHT * SCALE; y++) {
      for (int x = 0; x < Dhp19Rig.WIDTH * SCALE; x++) {
        int n = counts[y / SCALE * Dhp19Rig.WIDTH + x / SCALE];
        int grey = Math.min(255, 70 * n);
        sheet.setRGB(left + x, top + y, grey << 16 | grey << 8 | grey);
      }
    }
  }

  private static void joints(
      Graphics2D g, ProjectionCamera camera, double[] joints, int left, int top) {
    double[][] at = new double[Skeleton.JOINTS][2];
    for (int j = 0; j < at.length; j++) {
      camera.project(joints[3 * j], joints[3 * j + 1], joints[3 * j + 2], at[j]);
      at[j][0] = left + SCALE * at[j][0];
      at[j][1] = top + SCALE * at[j][1];
    }
    g.setStroke(new BasicStroke(1));
    g.setColor(new Color(0, 120, 255));
    for (Skeleton.Bone bone : Skeleton.BONES) {
      double[] a = at[bone.from().ordinal()];
      double[] b = at[bone.to().ordinal()];
      g.drawLine((int) a[0], (int) a[1], (int) b[0], (int) b[1]);
    }
    for (int j = 0; j < at.length; j++) {
      g.setColor(j == 0 ? Color.YELLOW : j % 2 == 1 ? Color.RED : Color.GREEN);
      g.drawOval((int) at[j][0] - 3, (int) at[j][1] - 3, 6, 6);
    }
  }
}
