package evpose.simulation.render;

/**
 * Tapered capsules in the world: the hulls of two spheres each. Positions are live arrays that
 * whoever moves the body overwrites; radii and material are made once. Not thread-safe.
 */
public final class Capsules {
  private final double[] a;
  private final double[] b;
  private final double[] reference;
  final double[] radiusA;
  final double[] radiusB;
  final Material[] material;
  final float[] shiftAlongMm;
  final float[] shiftAroundMm;

  public Capsules(int count) {
    a = new double[3 * count];
    b = new double[3 * count];
    reference = new double[3 * count];
    radiusA = new double[count];
    radiusB = new double[count];
    material = new Material[count];
    shiftAlongMm = new float[count];
    shiftAroundMm = new float[count];
  }

  /**
   * Says what capsule {@code i} is.
   *
   * @param radiusA mm at end a
   * @param radiusB mm at end b
   * @param shiftAlongMm where on the endless cloth this capsule begins, along its axis
   * @param shiftAroundMm and around it
   */
  public void make(
      int i,
      double radiusA,
      double radiusB,
      Material material,
      float shiftAlongMm,
      float shiftAroundMm) {
    this.radiusA[i] = radiusA;
    this.radiusB[i] = radiusB;
    this.material[i] = material;
    this.shiftAlongMm[i] = shiftAlongMm;
    this.shiftAroundMm[i] = shiftAroundMm;
  }

  public int count() {
    return radiusA.length;
  }

  /** Centres of the first spheres, [count][3] mm in the world. */
  public double[] a() {
    return a;
  }

  /** Centres of the second spheres, [count][3] mm; equal to the first for a ball. */
  public double[] b() {
    return b;
  }

  /**
   * A direction across each capsule's axis that turns with the body, [count][3]: holds the cloth.
   */
  public double[] reference() {
    return reference;
  }

  /** Distance between the two centres, mm. */
  float lengthMm(int i) {
    double dx = b[3 * i] - a[3 * i];
    double dy = b[3 * i + 1] - a[3 * i + 1];
    double dz = b[3 * i + 2] - a[3 * i + 2];
    return (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
