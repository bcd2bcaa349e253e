package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Pose2Sim's {@code Calib*.toml}: as anipose's, in metres, with four coefficients. */
final class Pose2SimToml implements CalibrationFormat {
  private static final double METRE = 1000;

  @Override
  public String name() {
    return "pose2sim";
  }

  @Override
  public String about() {
    return "Pose2Sim: one TOML file (Calib*.toml), metres, four distortion coefficients";
  }

  @Override
  public boolean recognises(Path file) {
    return TomlCameras.isToml(file)
        && String.valueOf(file.getFileName())
            .toLowerCase(Locale.ROOT)
            .matches("calib(_.*)?\\.toml");
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    return TomlCameras.read(file, how, METRE, "Pose2Sim TOML");
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    World world = how.world(METRE, World.Up.Z);
    StringBuilder text = new StringBuilder();
    for (CalibratedCamera camera : calibration.cameras()) {
      text.append(TomlCameras.section(camera.id(), camera, world, 4, name()));
    }
    text.append("[metadata]\nadjusted = false\nerror = 0.0\nunits = ")
        .append(Toml.quoted(Reading.unitName(world.mmPerUnit())))
        .append("\nworld_up = ")
        .append(Toml.quoted(world.up().label()))
        .append("\n");
    Toml.write(file, text.toString());
  }
}
