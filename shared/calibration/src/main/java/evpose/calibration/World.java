package evpose.calibration;

import java.util.List;

/**
 * The world of a file: its unit and the axis that points up there.
 *
 * @param mmPerUnit 1000 for metres
 * @param up the axis that points up
 */
public record World(double mmPerUnit, Up up) {
  /** Millimetres, z up: the world in here. */
  public static final World OURS = new World(1, Up.Z);

  /** Which way is up, and how to turn it to z. */
  public enum Up {
    /** As here. */
    Z("z", new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}),
    /** x, y, z there are x, -z, y here: OpenGL, OpenSim. */
    Y("y", new double[] {1, 0, 0, 0, 0, -1, 0, 1, 0}),
    /** x, y, z there are x, z, -y here: the frame of an upright camera. */
    MINUS_Y("-y", new double[] {1, 0, 0, 0, 0, 1, 0, -1, 0}),
    /** A world whose z points down: x, -y, -z here. */
    MINUS_Z("-z", new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1}),
    /** x up: y, z, x here. */
    X("x", new double[] {0, 1, 0, 0, 0, 1, 1, 0, 0});

    private final String label;
    private final double[] toZUp;

    Up(String label, double[] toZUp) {
      this.label = label;
      this.toZUp = toZUp;
    }

    /** The name in commands, {@code -y}. */
    public String label() {
      return label;
    }

    /**
     * The axis of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Up of(String label) {
      for (Up up : values()) {
        if (up.label.equals(label)) {
          return up;
        }
      }
      throw new IllegalArgumentException("up is one of z, y, -y, -z, x: up=" + label);
    }
  }

  /** Names of units that files use. */
  public static final List<String> UNITS = List.of("mm", "cm", "m", "in");

  public World {
    if (!(mmPerUnit > 0 && mmPerUnit < 1e9)) { // negated so that NaN is refused too
      throw new IllegalArgumentException("a unit is a length: mmPerUnit=" + mmPerUnit);
    }
  }

  /** The length of a unit by its name: mm, cm, m, in. */
  public static double mmOf(String unit) {
    return switch (unit) {
      case "mm" -> 1;
      case "cm" -> 10;
      case "m" -> 1000;
      case "in" -> 25.4;
      default -> throw new IllegalArgumentException("units are mm, cm, m or in: units=" + unit);
    };
  }

  /** A matrix of that world (its unit to pixels) as one of ours (mm, z up, to pixels). */
  public double[] toOurs(double[] p) {
    double[] ours = new double[12];
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 3; c++) { // P A⁻¹ with A = mmPerUnit · turn, A⁻¹ = turnᵀ / mmPerUnit
        for (int i = 0; i < 3; i++) {
          ours[4 * row + c] += p[4 * row + i] * up.toZUp[3 * c + i] / mmPerUnit;
        }
      }
      ours[4 * row + 3] = p[4 * row + 3];
    }
    return ours;
  }

  /** A matrix of ours as one of that world; the inverse of {@link #toOurs}. */
  public double[] fromOurs(double[] p) {
    double[] theirs = new double[12];
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 3; i++) {
          theirs[4 * row + c] += p[4 * row + i] * up.toZUp[3 * i + c] * mmPerUnit;
        }
      }
      theirs[4 * row + 3] = p[4 * row + 3];
    }
    return theirs;
  }
}
