package evpose.calibration.formats;

import evpose.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** All calibration formats. */
public final class Formats {
  /** In the order in which they are tried. */
  public static final List<CalibrationFormat> ALL =
      List.of(
          new NativeJson(),
          new Dhp19Npy(),
          new Dhp19Json(),
          new MatlabMatrices(),
          new Pose2SimToml(),
          new AniposeToml(),
          new KalibrCamchain(),
          new EasyMocap(),
          new RosCameraInfo(),
          new OpenCvYaml(),
          new OpenCvXml());

  private Formats() {}

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CalibrationFormat named(String name) {
    return ALL.stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "formats are "
                        + ALL.stream()
                            .map(CalibrationFormat::name)
                            .collect(Collectors.joining(", "))
                        + ": format="
                        + name));
  }

  /**
   * The format of a file.
   *
   * @throws IOException if it is none of ours, or there is no such file
   */
  public static CalibrationFormat of(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("there is no such file: file=" + file);
    }
    for (CalibrationFormat format : ALL) {
      if (format.recognises(file)) {
        return format;
      }
    }
    throw new IOException(
        "no calibration that is known here; name the format if it is one: file="
            + file
            + ", formats="
            + ALL.stream().map(CalibrationFormat::name).collect(Collectors.joining(", ")));
  }

  /** Reads a file of any format. */
  public static Calibration read(Path file, Reading how) throws IOException {
    return of(file).read(file, how);
  }
}
