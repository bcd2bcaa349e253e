package evpose.cli;

import evpose.datasets.DatasetFolder;
import evpose.datasets.DatasetManifest;
import evpose.datasets.Hdf5Export;
import evpose.datasets.Split;
import evpose.datasets.TakeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A data set in the layout of the paper's authors. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes takes as the HDF5 files that the paper's authors' code reads: S1_session2_mov1_events.h5 and ..._events_label.h5.")
final class DatasetExportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The data set.")
  Path folder;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
  Path out;

  @Option(names = "--split", description = "Only train or only test.")
  @Nullable String split;

  @Option(
      names = "--takes",
      split = ",",
      paramLabel = "NAME",
      description = "Only these, such as S13_session2_mov1.")
  List<String> names = List.of();

  @Override
  public Integer call() {
    try {
      DatasetFolder dataset = DatasetFolder.open(folder);
      List<String> chosen = chosen(dataset.manifest());
      try (Meter meter = new Meter("takes", chosen.size())) {
        for (int i = 0; i < chosen.size(); i++) {
          Path take = folder.resolve(chosen.get(i) + ".take");
          Hdf5Export.write(TakeFile.open(take), chosen.get(i), out);
          meter.at(i + 1);
        }
      }
      spec.commandLine().getOut().println(chosen.size() + " takes, two files each: " + out);
      return 0;
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> chosen(DatasetManifest manifest) {
    if (split != null && !split.equals(Split.TRAIN.word()) && !split.equals(Split.TEST.word())) {
      throw new ParameterException(spec.commandLine(), "a split is train or test: split=" + split);
    }
    List<String> all = new ArrayList<>();
    for (DatasetManifest.Entry entry : manifest.takes()) {
      String name = entry.file().replace(".take", "");
      if ((split == null || entry.split().equals(split))
          && (names.isEmpty() || names.contains(name))) {
        all.add(name);
      }
    }
    for (String name : names) {
      if (!all.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "there is no such take in what was asked for: take=" + name);
      }
    }
    return all;
  }
}
