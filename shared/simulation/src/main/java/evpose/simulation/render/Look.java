package evpose.simulation.render;

import evpose.simulation.chance.Dice;

/** One scene's brightness: of every material, its cloth, and the three lamps that light it. */
public final class Look {
  private static final int LAMPS = 3;

  /** Linear albedo by material. */
  final float[] albedo = new float[Material.COUNT];

  /** Relative strength of the texture by material. */
  final float[] cloth = new float[Material.COUNT];

  /** Directions towards the lamps, [LAMPS][3] in the world, unit length. */
  final double[][] lamps = new double[LAMPS][];

  final double[] lampStrength = new double[LAMPS];
  final double ambient;
  final double backgroundGradient;
  final double backgroundTexture;
  final ClothTile tile;

  /** The look of the scene with this seed. */
  public Look(SceneSettings settings, long seed) {
    Dice dice = Dice.of(seed, "look");
    boolean bright = dice.uniform() < settings.brightBodyShare();
    double body = dice.uniform(settings.bodyLow(), settings.bodyHigh());
    if (bright) {
      body = -0.6 * body;
    }
    for (Material material : Material.values()) {
      double offset = material == Material.HAIR ? -0.5 : 0;
      double spread = material == Material.SHOE ? 2 : 1;
      double log = body + offset + spread * settings.materialVariation() * dice.gaussian();
      if (material == Material.MARKER) {
        log = body + dice.uniform(0.4, 1.6);
      }
      albedo[material.ordinal()] = (float) StrictMath.exp(log);
      cloth[material.ordinal()] = (float) (settings.cloth() * strength(material));
    }
    ambient = settings.ambient();
    backgroundGradient = settings.backgroundGradient();
    backgroundTexture = settings.backgroundTexture();
    for (int i = 0; i < LAMPS; i++) {
      double azimuth = dice.uniform(0, 2 * Math.PI);
      double elevation = StrictMath.toRadians(dice.uniform(20, 80));
      double level = StrictMath.cos(elevation);
      lamps[i] =
          new double[] {
            StrictMath.cos(azimuth) * level,
            StrictMath.sin(azimuth) * level,
            StrictMath.sin(elevation)
          };
      lampStrength[i] = dice.uniform(0.25, 0.8);
    }
    tile = new ClothTile(dice);
  }

  private static double strength(Material material) {
    return switch (material) {
      case SKIN -> 0.6;
      case SHIRT, TROUSERS, HAIR -> 1;
      case SHOE -> 1.5;
      case MARKER -> 0;
    };
  }
}
