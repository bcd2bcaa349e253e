package evpose.cli;

import evpose.exports.PoseTrack;
import evpose.exports.TrackFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recorded 3D poses as files of motion-capture tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes recorded 3D poses (a JSON object a line, as on topic poses-3d) as TRC (m, y up), C3D (mm, z up), BVH (joint rotations, cm, y up), CSV or OpenPose JSON.",
      "evpose export poses.jsonl --to trc --out walk.trc"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Poses, a JSON object a line.")
  Path file = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "F",
      required = true,
      description = "One of ${COMPLETION-CANDIDATES}; upper or lower case.")
  TrackFormat to = TrackFormat.TRC;

  @Option(names = "--out", paramLabel = "F", required = true, description = "Where to.")
  Path out = Path.of("");

  @Option(
      names = "--rig",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Which rig's, when there are several.")
  String rig = "";

  @Override
  public Integer call() {
    try {
      PoseTrack track = PoseTrack.read(file, rig);
      to.write(track, out);
      spec.commandLine()
          .getOut()
          .printf("%s: %,d frames of rig %s%n", out, track.frames().size(), track.rig());
      return 0;
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }
}
