package evpose.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * How a run went, a line for each measurement: a small table for people, plots and version control.
 * Columns: phase, iteration, seconds of training, running mean of the loss, errors in sensor pixels
 * (ANN, held, hybrid; then the hybrid's by step), and the mean rate of each spiking layer.
 */
final class Curve {
  private static final String HEADER =
      "phase\titeration\tseconds\tloss\tannPx\theldPx\thybridPx\thybridPxPerStep\tratePerLayer\n";

  private final Path file;

  /** One measurement. */
  record Point(
      String phase, long iteration, double seconds, double loss, Validation.Result result) {}

  Curve(Path file) {
    this.file = file;
  }

  void add(Point p) throws IOException {
    if (!Files.exists(file)) {
      Files.writeString(file, HEADER);
    }
    StringJoiner rates = new StringJoiner(" ");
    for (double[] layer : p.result.rates()) {
      double sum = 0;
      for (double rate : layer) {
        sum += rate / layer.length;
      }
      rates.add(String.format(Locale.ROOT, "%.4f", sum));
    }
    StringJoiner steps = new StringJoiner(" ");
    for (double px : p.result.hybridPx()) {
      steps.add(String.format(Locale.ROOT, "%.2f", px));
    }
    String line =
        String.format(
            Locale.ROOT,
            "%s\t%d\t%.0f\t%.5f\t%.3f\t%.3f\t%.3f\t%s\t%s%n",
            p.phase,
            p.iteration,
            p.seconds,
            p.loss,
            p.result.annPx(),
            p.result.heldMeanPx(),
            p.result.hybridMeanPx(),
            steps,
            rates);
    Files.writeString(file, line, StandardOpenOption.APPEND);
  }
}
