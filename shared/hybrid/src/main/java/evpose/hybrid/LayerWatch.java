package evpose.hybrid;

/** Is told how far a step of the spiking network has come; for measurements. */
public interface LayerWatch {
  /** Looks away. */
  LayerWatch NONE =
      new LayerWatch() {
        @Override
        public void begins() {}

        @Override
        public void charged(int layer) {}

        @Override
        public void ends(int row) {}
      };

  /** The step begins. */
  void begins();

  /** A spiking layer, 0 to 8, has taken in its input; what remains is to fire. */
  void charged(int layer);

  /**
   * A layer has done all its work of this step; the next begins.
   *
   * @param row spiking layer 0 to 8, or 9 for the head
   */
  void ends(int row);
}
