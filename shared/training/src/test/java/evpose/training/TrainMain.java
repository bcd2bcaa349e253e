package evpose.training;

import java.nio.file.Path;

/** Starts a training run from its settings file; for people, until and beside the command. */
final class TrainMain {
  private TrainMain() {}

  public static void main(String[] args) throws Exception {
    System.exit(TrainingRun.run(Path.of(args[0]), System.out));
  }
}
