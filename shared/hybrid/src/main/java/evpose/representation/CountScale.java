package evpose.representation;

/**
 * What a cell shows for a count: the count itself, or log(1 + count), which keeps a flickering
 * pixel from outshouting a moving edge. Same bits on every machine.
 */
public enum CountScale {
  COUNT {
    @Override
    public float of(int count) {
      return count;
    }
  },
  LOG {
    @Override
    public float of(int count) {
      return count < TABLE.length ? TABLE[count] : log(count);
    }
  };

  private static final float[] TABLE = new float[256];

  static {
    for (int count = 0; count < TABLE.length; count++) {
      TABLE[count] = log(count);
    }
  }

  private static float log(int count) {
    return (float) StrictMath.log1p(count);
  }

  public static CountScale of(boolean log) {
    return log ? LOG : COUNT;
  }

  /**
   * The number that a network sees.
   *
   * @param count events in the cell, not negative
   */
  public abstract float of(int count);
}
