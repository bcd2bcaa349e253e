package evpose.training.evaluation;

import java.util.List;

/** What people call the nine spiking layers. */
final class SpikingLayers {
  static final List<String> NAMES =
      List.of("static", "down1", "down2", "down3", "res1", "res2", "up1", "up2", "up3");

  private SpikingLayers() {}
}
