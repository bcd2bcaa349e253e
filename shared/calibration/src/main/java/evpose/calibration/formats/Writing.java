package evpose.calibration.formats;

import evpose.calibration.World;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be written.
 *
 * @param mmPerUnit length of the file's unit; null = what the format usually means
 * @param up the axis that is to point up; null = what the format usually means
 */
public record Writing(@Nullable Double mmPerUnit, World.@Nullable Up up) {
  /** Everything as the format usually has it. */
  public static final Writing USUAL = new Writing(null, null);

  World world(double usualMmPerUnit, World.Up usualUp) {
    return new World(mmPerUnit == null ? usualMmPerUnit : mmPerUnit, up == null ? usualUp : up);
  }
}
