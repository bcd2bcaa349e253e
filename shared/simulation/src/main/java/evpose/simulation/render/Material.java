package evpose.simulation.render;

/** What a surface is made of; the {@link Look} says how bright that is today. */
public enum Material {
  SKIN,
  SHIRT,
  TROUSERS,
  HAIR,
  SHOE,
  /** A retro-reflective ball of the motion-capture system. */
  MARKER;

  static final int COUNT = values().length;
}
