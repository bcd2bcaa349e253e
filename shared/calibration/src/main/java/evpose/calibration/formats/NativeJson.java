package evpose.calibration.formats;

import evpose.calibration.Calibration;
import evpose.messages.CalibrationMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Our own: the JSON that travels on topic {@code calibrations}. */
final class NativeJson implements CalibrationFormat {
  @Override
  public String name() {
    return "evpose";
  }

  @Override
  public String about() {
    return "our own JSON, as on topic calibrations: mm, z up, lens and time offset included";
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    return Files.isRegularFile(file)
        && FileText.endsWith(file, ".json")
        && FileText.text(file).contains("\"worldToImage\"");
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    try {
      return Calibration.of(Json.decode(FileText.bytes(file), CalibrationMessage.class));
    } catch (MalformedMessageException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    Files.write(file, Json.encode(calibration.toMessage(0)));
  }
}
