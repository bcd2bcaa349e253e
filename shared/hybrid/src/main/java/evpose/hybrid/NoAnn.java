package evpose.hybrid;

/** The absence of an ANN. */
enum NoAnn implements AnnEngine {
  NONE;

  @Override
  public void run(float[] input, Region region, AnnOutput output) {
    throw new UnsupportedOperationException("this model has no ANN to run");
  }

  @Override
  public String fingerprint() {
    return "no-ann";
  }

  @Override
  public void close() {
    // holds nothing
  }
}
