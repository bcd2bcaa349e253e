package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.World;
import java.io.IOException;
import java.nio.file.Path;

/**
 * anipose's and FreeMoCap's {@code calibration.toml}: a section a camera with name, size, matrix,
 * distortions, rotation (Rodrigues), translation. Unit: that of the board, mm in FreeMoCap; our own
 * files say {@code units} and {@code world_up} in {@code [metadata]}.
 */
final class AniposeToml implements CalibrationFormat {
  @Override
  public String name() {
    return "anipose";
  }

  @Override
  public String about() {
    return "anipose, FreeMoCap: one TOML file, mm unless [metadata] says otherwise";
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    return TomlCameras.isToml(file);
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    return TomlCameras.read(file, how, 1, "anipose TOML");
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    World world = how.world(1, World.Up.Z);
    StringBuilder text = new StringBuilder();
    int n = 0;
    for (CalibratedCamera camera : calibration.cameras()) {
      text.append(TomlCameras.section("cam_" + n++, camera, world, 5, name()));
    }
    text.append("[metadata]\nunits = ")
        .append(Toml.quoted(Reading.unitName(world.mmPerUnit())))
        .append("\nworld_up = ")
        .append(Toml.quoted(world.up().label()))
        .append("\n");
    Toml.write(file, text.toString());
  }
}
