package evpose.simulation.mocap;

import static evpose.simulation.body.Rotations.aboutX;
import static evpose.simulation.body.Rotations.aboutY;
import static evpose.simulation.body.Rotations.aboutZ;
import static evpose.simulation.body.Rotations.identity;
import static evpose.simulation.body.Rotations.times;

import java.util.List;

/**
 * Where a file's joints are and how they are turned, in the file's own units and axes (y up):
 *
 * <pre>
 *   turn_j  = turn_parent · C1 · C2 · C3          channels in the order they are written
 *   place_j = place_parent + turn_parent · (offset_j + shift_j)
 * </pre>
 *
 * The root's shift replaces nothing: it adds to its offset. Not thread-safe.
 */
final class BvhKinematics implements CapturedSkeleton {
  private final BvhFile file;
  private final double[][] turns;
  private final double[][] places;

  BvhKinematics(BvhFile file) {
    this.file = file;
    this.turns = new double[file.joints().size()][];
    this.places = new double[file.joints().size()][3];
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public List<String> jointNames() {
    return file.joints().stream().map(BvhFile.Joint::name).toList();
  }

  @Override
  public int frames() {
    return file.frames();
  }

  @Override
  public double frameSeconds() {
    return file.frameSeconds();
  }

  @Override
  public void pose(int frame) {
    pose(file.frame(frame));
  }

  @Override
  public void rest() {
    pose(new double[file.frame(0).length]);
  }

  private void pose(double[] values) {
    for (int i = 0; i < places.length; i++) {
      BvhFile.Joint joint = file.joints().get(i);
      double[] parentTurn = joint.parent() < 0 ? identity() : turns[joint.parent()];
      double[] shift = {joint.offset().get(0), joint.offset().get(1), joint.offset().get(2)};
      double[] turn = parentTurn;
      for (int c = 0; c < joint.channels().size(); c++) {
        double value = values[joint.firstChannel() + c];
        switch (joint.channels().get(c)) {
          case XPOSITION -> shift[0] += value;
          case YPOSITION -> shift[1] += value;
          case ZPOSITION -> shift[2] += value;
          case XROTATION -> turn = times(turn, aboutX(value));
          case YROTATION -> turn = times(turn, aboutY(value));
          case ZROTATION -> turn = times(turn, aboutZ(value));
        }
      }
      turns[i] = turn;
      for (int row = 0; row < 3; row++) {
        places[i][row] =
            (joint.parent() < 0 ? 0 : places[joint.parent()][row])
                + parentTurn[3 * row] * shift[0]
                + parentTurn[3 * row + 1] * shift[1]
                + parentTurn[3 * row + 2] * shift[2];
      }
    }
  }

  @Override
  public double[] place(int joint) {
    return places[joint];
  }

  @Override
  public double[] turn(int joint) {
    return turns[joint];
  }
}
