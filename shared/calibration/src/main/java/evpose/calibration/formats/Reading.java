package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the reader of a file must know and the file may not say.
 *
 * @param rig name of the rig
 * @param mmPerUnit length of the file's unit; null = what the format says or usually means
 * @param up the axis that points up in the file's world; null = what the format usually means
 * @param rowsUp whether the file counts image rows upwards, as DHP19 does
 * @param width sensor columns where the file does not say; 0 = unknown
 * @param height sensor rows where the file does not say; 0 = unknown
 */
public record Reading(
    String rig,
    @Nullable Double mmPerUnit,
    World.@Nullable Up up,
    @Nullable Boolean rowsUp,
    int width,
    int height) {
  /** Everything as the format usually has it. */
  public static Reading of(String rig) {
    return new Reading(rig, null, null, null, 0, 0);
  }

  /** The file's world: what was asked for, else what the format means. */
  World world(double usualMmPerUnit, World.Up usualUp, List<String> notes) {
    if (mmPerUnit == null) {
      notes.add("units: taken as " + unitName(usualMmPerUnit) + ", as this format usually means");
    }
    if (up == null) {
      notes.add("up: taken as " + usualUp.label() + ", as this format usually means");
    }
    return new World(mmPerUnit == null ? usualMmPerUnit : mmPerUnit, up == null ? usualUp : up);
  }

  static String unitName(double mmPerUnit) {
    for (String unit : World.UNITS) {
      if (World.mmOf(unit) == mmPerUnit) {
        return unit;
      }
    }
    throw new IllegalArgumentException("files say mm, cm, m or in: mmPerUnit=" + mmPerUnit);
  }

  /** Our camera from the file's matrix (its unit, its up, its rows). */
  CalibratedCamera ours(CalibratedCamera theirs, World world, boolean usuallyRowsUp) {
    int w = theirs.width() > 0 ? theirs.width() : width;
    int h = theirs.height() > 0 ? theirs.height() : height;
    double[] p = world.toOurs(theirs.worldToImage());
    if (rowsUp == null ? usuallyRowsUp : rowsUp) {
      if (h <= 0) {
        throw new IllegalArgumentException(
            "rows that are counted upwards can only be turned with the sensor's size: camera="
                + theirs.id());
      }
      for (int c = 0; c < 4; c++) {
        p[4 + c] = h * p[8 + c] - p[4 + c];
      }
    }
    return new CalibratedCamera(theirs.id(), w, h, p, theirs.lens(), theirs.timeOffsetMicros());
  }
}
